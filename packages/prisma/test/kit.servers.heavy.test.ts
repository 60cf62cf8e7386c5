import { storeConformance } from '@sess/conformance/store'
import { startProxy, type TcpProxy } from '@sess/servers/proxy'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { prismaStore } from '../src/index.ts'
import { openServer, SERVER_NAMES, SERVERS } from './setup/servers.ts'
import { clearTables, countRows } from './setup/tables.ts'

describe.each(SERVER_NAMES)('the store kit on %s', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  let proxy: TcpProxy
  let through: ReturnType<(typeof SERVERS)[typeof name]['connect']>
  beforeAll(async () => {
    opened = await openServer(name)
    proxy = await startProxy(opened.server.port)
    through = SERVERS[name].connect(proxy.port)
  })
  afterAll(async () => {
    await through.$disconnect()
    await proxy.stop()
    await opened.close()
  })

  storeConformance({
    describe,
    test,
    actors: 30,
    random: { runs: 20 },
    offers: ['sweep', 'second', 'leftovers', 'lost-answers', 'outage'],
    open: async () => {
      const { client } = opened
      await clearTables(client)
      const store = prismaStore(through)
      return {
        store,
        second: async () => prismaStore(client),
        async leftovers(now) {
          while ((await store.sweep(now, 100)).more);
          return countRows(client)
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
