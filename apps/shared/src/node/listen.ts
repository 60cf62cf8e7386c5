import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  readonly server: Server
  readonly port: number
}

/** Listens on the first free port of a few. `null` if all of them are taken. */
export async function listen(
  app: RequestListener,
  ports: Iterable<number>,
  host: string,
): Promise<Listening | null> {
  for (const port of ports) {
    const server = createServer(app)
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return { server, port: (server.address() as AddressInfo).port }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  return null
}
