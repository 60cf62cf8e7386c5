import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { withApp } from './support/with-app.ts'

describe.each(VERSIONS)('behind a proxy, on %s', (_name, express) => {
  test.each([
    ['10.0.0.0/8', '127.0.0.1'],
    ['127.0.0.0/8', '203.0.113.7'],
  ])(
    'with `trust proxy` %s the client is at %s: Express says whose word counts',
    async (trusted, address) => {
      const app = await withApp({ express, settings: { 'trust proxy': trusted } })
      await app.browser().post('/login?user=ada', { 'x-forwarded-for': '203.0.113.7' })
      expect((await app.sessions.list('ada')).map(({ client }) => client.address)).toEqual([address])
    },
  )
})
