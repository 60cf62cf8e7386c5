import { startProxy, type TcpProxy } from '@sess/servers/proxy'
import { afterAll, beforeAll, describe } from 'vitest'
import type { PrismaClientLike } from '../../src/index.ts'
import { kits } from './kits.ts'
import { openServer, type ServerName } from './servers.ts'
import type { Raw } from './tables.ts'

/** Runs the kits on a real server, through a proxy that cuts connections and swallows answers. */
export function serverKit(
  title: string,
  name: ServerName,
  connect: (port: number) => PrismaClientLike & Raw,
  extent: { readonly actors: number; readonly runs: number; readonly only?: RegExp },
): void {
  describe(title, () => {
    let opened: Awaited<ReturnType<typeof openServer>>
    let proxy: TcpProxy
    let through: PrismaClientLike & Raw
    let second: PrismaClientLike & Raw
    beforeAll(async () => {
      opened = await openServer(name)
      proxy = await startProxy(opened.server.port)
      through = connect(proxy.port)
      second = connect(opened.server.port)
    })
    afterAll(async () => {
      await through.$disconnect()
      await second.$disconnect()
      await proxy.stop()
      await opened.close()
    })
    kits({
      ...extent,
      client: () => through,
      second: () => second,
      faults: {
        async loseNextAnswer() {
          proxy.cutNextAnswer()
        },
        async outage() {
          proxy.accept(false)
          proxy.cut()
        },
        async restore() {
          proxy.accept(true)
        },
      },
    })
  })
}
