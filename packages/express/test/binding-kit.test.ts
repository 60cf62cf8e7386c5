import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bindingConformance, type Deployment } from '@sess/conformance/binding'
import { createKitApp } from '@sess/conformance/binding/app'
import { describe, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { kitApp } from './support/kit-app.ts'

describe.each(VERSIONS)('@sess/express on %s', (_name, express) => {
  bindingConformance({
    describe,
    test,
    offers: ['guard', 'proxy', 'base-path', 'cookie-lines', 'outlives-client'],
    async open(deployment: Deployment) {
      const server = createServer(kitApp(express, createKitApp(), deployment)).listen(0, '127.0.0.1')
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
