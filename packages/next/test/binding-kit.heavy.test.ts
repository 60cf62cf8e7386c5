import { type BindingFeature, bindingConformance } from '@sess/conformance/binding'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Build, builtApp } from './support/built-app.ts'
import { Servers } from './support/servers.ts'

interface Setting {
  readonly name: string
  readonly build: Build
  readonly env?: Readonly<Record<string, string>>
  /** The proxy opens the session of a GET, and whoever answers it once more. */
  readonly opensPerRequest: 1 | 2
  readonly offers: readonly BindingFeature[]
}

/** On production builds. */
const SETTINGS: readonly Setting[] = [
  { name: 'Next 16', build: { version: 'next' }, opensPerRequest: 2, offers: ['read-only'] },
  {
    name: 'Next 16, without the proxy',
    build: { version: 'next' },
    env: { KIT_PROXY: 'off' },
    opensPerRequest: 1,
    offers: ['read-only'],
  },
  {
    // The head of a page has left before it looks; cache-components.heavy.test.ts has its pages.
    name: 'Next 16, under a base path and with Cache Components',
    build: { version: 'next', shop: true },
    env: { SHOP: 'yes' },
    opensPerRequest: 2,
    offers: ['base-path'],
  },
  { name: 'Next 15', build: { version: 'next15' }, opensPerRequest: 2, offers: ['read-only'] },
]

describe.each(SETTINGS)('@sess/next on $name', ({ build, env, offers, opensPerRequest }) => {
  let servers: Servers
  beforeAll(async () => {
    servers = new Servers(await builtApp(build))
  }, 300_000)
  afterAll(() => servers?.stop())

  bindingConformance({
    describe,
    test,
    offers: ['guard', 'proxy', 'cookie-lines', 'outlives-client', ...offers],
    opensPerRequest,
    async open({ behindProxy, basePath }) {
      const server = await servers.open({ ...env, KIT_BEHIND_PROXY: behindProxy ? 'yes' : 'no' })
      return { ...server, url: server.url + (build.shop ? '/shop' : basePath) }
    },
  })
})
