import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came through, and how it was answered. */
export interface Passed {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly status: number
}

/** Stands in front of an app, and makes new browsers look old: it leaves out headers that those did not send. */
export class Door {
  readonly passed: Passed[] = []
  readonly port: number
  drops: readonly string[] = []
  /** What it answers to `GET /page` itself: a page of the app's own origin. */
  page = ''
  readonly #servers: readonly Server[]

  private constructor(port: number, servers: readonly Server[]) {
    this.port = port
    this.#servers = servers
  }

  static async before(app: Server): Promise<Door> {
    const inner = await listening(app)
    const server = createServer((incoming, outgoing) => {
      const { method = 'GET', url: path = '/', headers } = incoming
      if (path === '/page') {
        outgoing.writeHead(200, { 'content-type': 'text/html' }).end(door.page)
        return
      }
      const kept = Object.entries(headers).filter(([name]) => !door.drops.includes(name))
      const options = { port: inner, host: '127.0.0.1', method, path, headers: Object.fromEntries(kept) }
      const asked = request(options, (answer) => {
        const status = answer.statusCode ?? 0
        outgoing.writeHead(status, answer.headers)
        answer.pipe(outgoing)
        door.passed.push({ method, path, headers: Object.fromEntries(kept) as IncomingHttpHeaders, status })
      })
      asked.on('error', () => outgoing.destroy())
      incoming.pipe(asked)
    })
    const door = new Door(await listening(server), [server, app])
    return door
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(closed))
  }
}

export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

export async function closed(server: Server): Promise<void> {
  const done = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await done
}
