import { storeConformance } from '@sess/conformance/store'
import { startProxy, type TcpProxy } from '@sess/servers/proxy'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type PrismaClientLike, prismaStore } from '../../src/index.ts'
import { openServer, type ServerName } from './servers.ts'
import { clearTables, countRows, type Raw } from './tables.ts'

interface Extent {
  readonly actors: number
  readonly runs: number
  /** Cases that take long and say nothing more of an older client. */
  readonly without?: RegExp
}

/** Runs the store kit on a real server, through a proxy that cuts connections and swallows answers. */
export function serverKit(
  title: string,
  name: ServerName,
  connect: (port: number) => PrismaClientLike & Raw,
  { actors, runs, without }: Extent,
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

    storeConformance({
      describe,
      test: (title, run) => {
        if (without?.test(title) !== true) test(title, run)
      },
      actors,
      random: { runs },
      offers: ['sweep', 'second', 'leftovers', 'lost-answers', 'outage'],
      open: async () => {
        await clearTables(opened.client)
        const store = prismaStore(through)
        return {
          store,
          second: async () => prismaStore(second),
          async leftovers(now) {
            while ((await store.sweep(now, 100)).more);
            return countRows(opened.client)
          },
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
        }
      },
    })
  })
}
