import { Client } from 'demo-shared/attacks'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { LISTENERS } from './support/listeners.ts'
import { serveDemo } from './support/serve.ts'

const ADA = { id: 'ada', password: 'analytical-engine' }

describe.each(LISTENERS)('the demo on %s', (_framework, listener) => {
  test('every answer is guarded by headers, and what is personal is kept by no cache', async () => {
    const { url } = await serveDemo(listener)
    for (const path of [
      '/',
      '/sign-in',
      '/sessions',
      '/break-in',
      '/api/session',
      '/nowhere',
      '/assets/demo.css',
    ]) {
      const { headers } = await fetch(url + path, { redirect: 'manual' })
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('x-powered-by'), path).toBeNull()
      if (!path.startsWith('/assets/')) expect(headers.get('cache-control'), path).toBe('no-store')
    }
  })

  test('no page needs an inline script, style or handler', async () => {
    const { url } = await serveDemo(listener)
    const ada = new Client(url, { accept: 'text/html' })
    await ada.signIn(ADA)
    for (const path of ['/', '/sessions', '/step-up', '/break-in', '/sign-in']) {
      const { text } = await ada.get(path)
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! type="module" src=)/)
    }
  })

  test.each(['cross-site', 'same-site'])(
    'what a %s page makes the browser send changes nothing',
    async (site) => {
      const { url } = await serveDemo(listener)
      const ada = new Client(url)
      await ada.signIn(ADA)
      const { name, value } = ada.sessionCookie()
      const headers = { cookie: `${name}=${value}`, 'sec-fetch-site': site }
      for (const path of ['/sign-out', '/cart', '/password', '/sessions/end-others', '/sign-in']) {
        expect((await fetch(url + path, { method: 'POST', headers, redirect: 'manual' })).status).toBe(403)
      }
      expect(await ada.facts()).toMatchObject({ userId: 'ada', cart: [] })
      expect((await fetch(url, { headers })).status).toBe(200)
    },
  )

  test('the way on after signing in stays on this site', async () => {
    const { url } = await serveDemo(listener)
    for (const then of [
      '//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
    ]) {
      const reply = await new Client(url).post('/sign-in', { name: ADA.id, password: ADA.password, then })
      expect(reply.wire).toBe('POST /sign-in → 303, to /sessions?done=signed-in')
    }
  })

  test('garbage is answered with 4xx, and nothing reaches the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    const { url } = await serveDemo(listener)
    const form = 'application/x-www-form-urlencoded'
    const attempts: readonly (readonly [string, RequestInit])[] = [
      ['/nowhere', {}],
      ['/%', {}],
      ['/assets/../../package.json', {}],
      ['/assets/%2e%2e%2f%2e%2e%2fpackage.json', {}],
      ['/break-in/nothing', { method: 'POST' }],
      ['/break-in/%ff', { method: 'POST' }],
      ['/sign-in', { method: 'POST', headers: { 'content-type': form }, body: 'x'.repeat(20_000) }],
      [
        '/sign-in',
        { method: 'POST', headers: { 'content-type': form }, body: 'name[]=ada&name[]=b&password[a]=c' },
      ],
      ['/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }],
      ['/sessions/end', { method: 'POST' }],
    ]
    for (const [path, init] of attempts) {
      const { status } = await fetch(url + path, { redirect: 'manual', ...init })
      expect(status, path).toBeGreaterThanOrEqual(400)
      expect(status, path).toBeLessThan(500)
    }
    expect(log).not.toHaveBeenCalled()
  })

  test('while the store is down the demo says so, as a page and as data, and signs nobody out', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    let down = false
    const served = await serveDemo(listener)
    const { read } = served.store
    served.store.read = (id) => (down ? Promise.reject(new Error('connection lost')) : read(id))
    const ada = new Client(served.url)
    await ada.signIn(ADA)
    down = true
    const data = await ada.get('/api/session')
    expect([data.status, JSON.parse(data.text).error]).toEqual([503, 'sess/store-unavailable'])
    const { name, value } = ada.sessionCookie()
    const page = await fetch(served.url, { headers: { cookie: `${name}=${value}`, accept: 'text/html' } })
    expect([page.status, page.headers.getSetCookie()]).toEqual([503, []])
    expect(await page.text()).toContain('You are still signed in.')
    down = false
    expect(await ada.facts()).toMatchObject({ userId: 'ada' })
  })

  test('events are followed live by their own user only, until the session ends', async () => {
    const { url } = await serveDemo(listener)
    const follow = async (client: Client) => {
      const { name, value } = client.sessionCookie()
      const response = await fetch(`${url}/events`, { headers: { cookie: `${name}=${value}` } })
      return response.text()
    }
    const [ada, grace] = [new Client(url), new Client(url)]
    await ada.signIn(ADA)
    await grace.signIn({ id: 'grace', password: 'nanosecond-wire' })
    const [seenByAda, seenByGrace] = [follow(ada), follow(grace)]
    await ada.post('/step-up', { password: ADA.password })
    await ada.post('/sign-out')
    const text = await seenByAda
    expect(text).toContain('New key, because the password was confirmed')
    expect(text).toMatch(/A session ended: you signed out.*\n\nevent: over\ndata:\n\n$/)
    await grace.post('/sign-out')
    expect(await seenByGrace).not.toContain('New key')
  })
})
