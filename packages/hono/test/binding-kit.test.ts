import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { bindingConformance, type Deployment } from '@sess/conformance/binding'
import { createKitApp } from '@sess/conformance/binding/app'
import { Hono } from 'hono'
import { Hono as OldestHono } from 'hono-oldest'
import { describe, test } from 'vitest'
import { type KitHono, kitApp } from './support/kit-app.ts'

const VERSIONS = [
  ['Hono', () => new Hono() as KitHono],
  ['Hono 4.6.0', () => new OldestHono() as unknown as KitHono],
] as const

describe.each(VERSIONS)('@sess/hono on %s, on Node', (_name, createApp) => {
  bindingConformance({
    describe,
    test,
    offers: ['guard', 'proxy', 'base-path', 'cookie-lines', 'outlives-client'],
    async open(deployment: Deployment) {
      const app = kitApp(createApp(), createKitApp(), deployment, (c) => getConnInfo(c).remote.address)
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
      await once(server, 'listening')
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${deployment.basePath}`,
        async close() {
          const closed = once(server, 'close')
          server.close()
          server.closeAllConnections()
          await closed
        },
      }
    },
  })
})
