import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

/** P10: a store outage is an error that the app sees, never a logout. */
describe.each(VERSIONS)('while the store is down, on %s', (_name, express) => {
  test.each([
    ['GET', '/me'],
    ['GET', '/mine'],
    ['POST', '/logout'],
    ['POST', '/add?item=pear'],
    ['POST', '/login?user=ada'],
  ] as const)('%s %s of a signed-in user is a 503 that touches no cookie', async (method, path) => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    app.store.outage = new Error('connection lost')
    const answer = await (method === 'GET' ? ada.get(path) : ada.post(path))
    expect(answer.status).toBe(503)
    expect(answer.setCookies).toEqual([])
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/store-unavailable', status: 503 })])

    app.store.outage = null
    expect((await ada.get('/me')).json()).toMatchObject({ state: 'user', userId: 'ada' })
  })

  test('a store that fails in the middle of a request leaves the session as it was', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const token = ada.cookie(SESSION_COOKIE)
    const running = ada.post('/add?item=pear&gate=go')
    await app.gates.waiting('go')
    app.store.outage = new Error('connection lost')
    app.gates.open('go')
    const answer = await running
    expect([answer.status, answer.setCookies]).toEqual([503, []])
    app.store.outage = null
    expect(ada.cookie(SESSION_COOKIE)).toBe(token)
    expect((await ada.get('/me')).json()).toMatchObject({ userId: 'ada', items: [] })
  })

  test('a visitor without a session is served all the same', async () => {
    const app = await withApp({ express })
    app.store.outage = new Error('connection lost')
    expect((await app.browser().get('/me')).json()).toMatchObject({ state: 'none' })
  })
})
