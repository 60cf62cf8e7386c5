import { createSessions } from '@sess/core'
import { accountPage } from '@sess/core/account'
import { memoryStore } from '@sess/core/memory'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { session } from '../src/index.ts'
import { cookieOf, POST } from './support/build.ts'

test('the account page lists, ends and signs out under any path', async () => {
  const sessions = createSessions({ store: memoryStore() })
  const page = accountPage(sessions)
  const app = new Hono()
    .use(session(sessions))
    .post('/login', async (c) => {
      await c.var.session.login('alice')
      return c.body(null, 204)
    })
    .all('/me/sessions', (c) => page(c.req.raw, c.var.session))
  const [home, office] = [await app.request('/login', POST), await app.request('/login', POST)].map(cookieOf)
  const of = (cookie = '', init: RequestInit = {}) =>
    app.request('/me/sessions', {
      ...init,
      headers: { cookie, 'sec-fetch-site': 'same-origin', ...init.headers },
    })
  const { sessions: list } = await (await of(home)).json()
  const [own, other] = [true, false].map(
    (is) => list.find((one: { current: boolean }) => one.current === is).id,
  )
  const end = (id: string) => ({ method: 'POST', body: new URLSearchParams({ action: 'end', id }) })
  expect(await (await of(home, end(other))).json()).toEqual({ ended: [other] })
  expect((await of(office)).status).toBe(401)
  const out = await of(home, { ...end(own), headers: { accept: 'text/html' } })
  expect([out.status, out.headers.get('location')]).toEqual([303, '?'])
  expect(out.headers.getSetCookie().join()).toMatch(/sess=;/)
  expect((await of(home)).status).toBe(401)
})
