import { connect, type Socket } from 'node:net'

/** A value as Redis answers it (RESP2). */
export type Reply = string | number | null | RedisReplyError | readonly Reply[]

export class RedisReplyError extends Error {}

/** One command over a connection of its own: enough to steer a test server, independent of every client under test. */
export function ask(
  port: number,
  command: readonly (string | number)[],
  timeout = 5_000,
  password?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = Buffer.alloc(0)
    const settle = (finish: () => void) => {
      socket.destroy()
      finish()
    }
    socket.setTimeout(timeout, () => settle(() => reject(new Error(`no answer to ${command[0]}`))))
    socket.on('error', (error) => settle(() => reject(error)))
    socket.on('close', () => reject(new Error(`connection closed before the answer to ${command[0]}`)))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const signedIn = password === undefined ? { value: null, end: 0 } : parse(received, 0)
      const answer = signedIn && parse(received, signedIn.end)
      if (answer === null) return
      const { value } = answer
      settle(() => (value instanceof RedisReplyError ? reject(value) : resolve(value)))
    })
    if (password !== undefined) send(socket, ['AUTH', password])
    send(socket, command)
  })
}

function send(socket: Socket, command: readonly (string | number)[]): void {
  const parts = command.map((part) => Buffer.from(String(part)))
  socket.write(`*${parts.length}\r\n`)
  for (const part of parts) {
    socket.write(`$${part.length}\r\n`)
    socket.write(part)
    socket.write('\r\n')
  }
}

/** `null` as long as the answer is incomplete. */
function parse(data: Buffer, start: number): { value: Reply; end: number } | null {
  const stop = data.indexOf('\r\n', start)
  if (stop < 0) return null
  const line = data.toString('utf8', start + 1, stop)
  const end = stop + 2
  switch (String.fromCharCode(data[start] ?? 0)) {
    case '+':
      return { value: line, end }
    case '-':
      return { value: new RedisReplyError(line), end }
    case ':':
      return { value: Number(line), end }
    case '$': {
      const length = Number(line)
      if (length < 0) return { value: null, end }
      if (data.length < end + length + 2) return null
      return { value: data.toString('utf8', end, end + length), end: end + length + 2 }
    }
    case '*': {
      const items: Reply[] = []
      let at = end
      for (let i = 0; i < Number(line); i++) {
        const item = parse(data, at)
        if (item === null) return null
        items.push(item.value)
        at = item.end
      }
      return { value: items, end: at }
    }
    default:
      throw new Error(`not an answer of Redis: ${line}`)
  }
}
