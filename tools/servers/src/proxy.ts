import { connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server on loopback, and breaks what is between them in the way a test asks for. */
export interface TcpProxy {
  readonly port: number
  /** Cuts every connection that is open now. New ones are accepted. */
  cut(): void
  /**
   * The next answer of the server, after so many that pass, is swallowed and its connection cut: the command has run, and
   * nobody is told.
   */
  cutNextAnswer(passing?: number): Promise<void>
  /** Takes `cutNextAnswer` back, if it has not happened yet. */
  passAnswers(): void
  /** Holds back everything that comes from the server for so long. */
  delayAnswers(milliseconds: number): void
  /** Whether new connections are let in. */
  accept(yes: boolean): void
  /** New connections go to another server from now on. */
  retarget(port: number): void
  stop(): Promise<void>
}

export async function startProxy(target: number): Promise<TcpProxy> {
  const open = new Set<Socket>()
  let targetPort = target
  let delay = 0
  let accepting = true
  let swallowed: { passing: number; tell: () => void } | null = null

  const server = createServer((client) => {
    if (!accepting) {
      client.destroy()
      return
    }
    const upstream = connect(targetPort, '127.0.0.1')
    const close = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', close)
      socket.on('close', () => {
        open.delete(socket)
        close()
      })
    }
    client.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => {
      if (swallowed !== null && swallowed.passing-- === 0) {
        const { tell } = swallowed
        swallowed = null
        close()
        tell()
      } else if (delay === 0) client.write(chunk)
      else setTimeout(() => client.destroyed || client.write(chunk), delay)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    cutNextAnswer: (passing = 0) =>
      new Promise((tell) => {
        swallowed = { passing, tell }
      }),
    passAnswers() {
      swallowed = null
    },
    delayAnswers(milliseconds) {
      delay = milliseconds
    },
    accept(yes) {
      accepting = yes
    },
    retarget(port) {
      targetPort = port
    },
    async stop() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
