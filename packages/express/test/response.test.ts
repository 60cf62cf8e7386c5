import type { Express } from 'express'
import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { caught } from './support/routes.ts'
import { withApp } from './support/with-app.ts'

/** An answer that has begun when it is too late for the cookie. What happens where the app catches that is in the binding kit. */
function routes(app: Express): void {
  app.post(
    '/late/uncaught',
    caught(async (req, res) => {
      res.write('begun')
      await req.session.login('ada')
    }),
  )
}

describe.each(VERSIONS)('responses on %s', (_name, express) => {
  test('where nobody catches that error, Express cuts the answer off, and the server lives on', async () => {
    const app = await withApp({ express, routes })
    await expect(app.browser().post('/late/uncaught')).rejects.toThrow()
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/headers-sent' })])
    expect(await app.sessions.list('ada')).toEqual([])
    expect((await app.browser().get('/me')).status).toBe(200)
  })
})
