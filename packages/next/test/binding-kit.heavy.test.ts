import { bindingConformance } from '@sess/conformance/binding'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Build, builtApp } from './support/built-app.ts'
import { Servers } from './support/servers.ts'

const BUILDS: readonly (readonly [name: string, build: Build])[] = [
  ['Next 16', { version: 'next' }],
  ['Next 16, under a base path and with Cache Components', { version: 'next', shop: true }],
  ['Next 15', { version: 'next15' }],
]

/** On production builds, with the proxy before everything. */
describe.each(BUILDS)('@sess/next on %s', (_name, build) => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp(build))
  }, 300_000)
  afterAll(() => servers?.stop())

  bindingConformance({
    describe,
    test,
    offers: [
      'guard',
      'read-only',
      'proxy',
      'cookie-lines',
      'outlives-client',
      ...(build.shop ? ['base-path' as const] : []),
    ],
    opensPerRequest: 2,
    async open({ behindProxy }) {
      const server = await servers.open({
        KIT_BEHIND_PROXY: behindProxy ? 'yes' : 'no',
        ...(build.shop && { SHOP: 'yes' }),
      })
      return { ...server, url: server.url + (build.shop ? '/shop' : '') }
    },
  })
})
