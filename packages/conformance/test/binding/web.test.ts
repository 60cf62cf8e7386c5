import { describe, test } from 'vitest'
import { createKitApp } from '../../src/binding/app.ts'
import { bindingConformance, type Deployment } from '../../src/binding/index.ts'
import { serveWeb } from './serve-web.ts'
import { webApp } from './web-app.ts'

describe('@sess/core/web, on node:http', () => {
  bindingConformance({
    describe,
    test,
    offers: ['guard', 'read-only', 'proxy', 'base-path', 'cookie-lines', 'outlives-client'],
    async open(deployment: Deployment) {
      const { url, close } = await serveWeb(webApp(createKitApp(), deployment))
      return { url: url + deployment.basePath, close }
    },
  })
})
