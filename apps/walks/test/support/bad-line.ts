import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands between a browser and a demo like a bad line: the demo gets every request, but answers come late, or never. */
export interface BadLine {
  /** The demo's address by way of this line. */
  readonly url: string
  /** How many answers it has lost. */
  readonly lost: number
  /** Whether it is bad at the moment. It begins as a good one. */
  bad: boolean
  stop(): Promise<void>
}

/** `path` is what it is bad for. */
export async function startBadLine(target: string, path: string): Promise<BadLine> {
  let count = 0
  const server = createServer((asked, answered) => {
    const at = line.bad && asked.url === path ? ++count : 0
    const to = { method: asked.method, headers: asked.headers, agent: false }
    const onward = request(new URL(asked.url ?? '/', target), to)
    onward.once('response', (answer) => {
      if (at === 0) return pass(answer, answered)
      // The answer to the very first request, which is the one that renews, is lost too.
      if (at % 3 === 1) {
        line.lost++
        answer.resume().once('end', () => asked.socket.destroy())
      } else setTimeout(() => pass(answer, answered), (at % 5) * 40)
    })
    onward.once('error', () => asked.socket.destroy())
    answered.once('close', () => onward.destroy())
    asked.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const line = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    lost: 0,
    bad: false,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return line
}

function pass(answer: IncomingMessage, answered: ServerResponse): void {
  answered.writeHead(answer.statusCode ?? 502, answer.headers)
  answer.pipe(answered)
}
