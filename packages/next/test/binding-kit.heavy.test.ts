import { bindingConformance } from '@sess/conformance/binding'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { builtApp } from './support/built-app.ts'
import { Servers } from './support/servers.ts'

describe('@sess/next on a production build of Next 16', () => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp({ version: 'next' }))
  }, 180_000)
  afterAll(() => servers?.stop())

  bindingConformance({
    describe,
    test,
    offers: ['guard', 'read-only', 'proxy', 'cookie-lines', 'outlives-client'],
    opensPerRequest: 2,
    open: ({ behindProxy }) => servers.open({ KIT_BEHIND_PROXY: behindProxy ? 'yes' : 'no' }),
  })
})
