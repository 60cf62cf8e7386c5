import { HeadersSentError } from '@sess/core'
import type { Express } from 'express'
import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { createClock } from './support/clock.ts'
import type { Gates } from './support/gates.ts'
import { caught } from './support/routes.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

/** Routes that have begun their answer, or that fail after they wrote. */
function routes(app: Express, gates: Gates): void {
  app.get(
    '/stream',
    caught(async (req, res) => {
      res.write('one ')
      await gates.pass('stream')
      await req.session.update((data) => ({ ...data, items: [...(data.items ?? []), 'mid-stream'] }))
      res.end('two')
    }),
  )
  for (const [path, late] of Object.entries(LATE)) {
    app.post(
      `/late/${path}`,
      caught(async (req, res) => {
        res.write('begun')
        const error: unknown = await late(req.session).catch((caughtError) => caughtError)
        res.end(error instanceof HeadersSentError ? ` ${error.code}` : ` ${error}`)
      }),
    )
  }
  app.post(
    '/late/uncaught',
    caught(async (req, res) => {
      res.write('begun')
      await req.session.login('ada')
    }),
  )
  app.post(
    '/add-and-throw',
    caught(async (req) => {
      await req.session.update({ items: ['kept'] })
      throw new Error('after the write')
    }),
  )
  app.post(
    '/login-and-throw',
    caught(async (req) => {
      await req.session.login('ada')
      throw new Error('after the login')
    }),
  )
}

type Session = Express['request']['session']
const LATE: Record<string, (session: Session) => Promise<unknown>> = {
  login: (session) => session.login('grace'),
  'guest-update': (session) => session.update({ items: ['x'] }),
  reauthenticate: (session) => session.reauthenticate(),
  regenerate: (session) => session.regenerate(),
}

describe.each(VERSIONS)('responses on %s', (_name, express) => {
  test('a streaming answer is not held back, its cookie goes with the head, and a write in the middle lands', async () => {
    const clock = createClock()
    const app = await withApp({ express, routes, sessions: { now: clock.now } })
    const ada = await app.signedIn()
    await ada.get('/me')
    clock.advance(16)
    const old = ada.cookie(SESSION_COOKIE)
    const response = await fetch(`${app.url}/stream`, { headers: { cookie: `${SESSION_COOKIE}=${old}` } })
    const [renewed] = response.headers.getSetCookie()
    expect(renewed).toMatch(/^__Host-sess=[\w-]{116};/)
    expect(renewed).not.toContain(old)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('one ')
    app.gates.open('stream')
    expect((await reader?.read())?.value).toBe('two')
    expect((await ada.get('/me')).json().items).toEqual(['mid-stream'])
  })

  test.each(Object.keys(LATE))(
    '%s after the head has left: a clear error, and nothing half-written',
    async (path) => {
      const app = await withApp({ express, routes })
      const visitor = path.includes('guest') || path === 'login' ? app.browser() : await app.signedIn()
      await visitor.get('/me')
      const before = app.store.dump()
      const answer = await visitor.post(`/late/${path}`)
      expect(answer.text).toBe('begun sess/headers-sent')
      expect(answer.setCookies).toEqual([])
      expect(app.store.dump()).toBe(before)
    },
  )

  test('where nobody catches that error, Express cuts the answer off, and the server lives on', async () => {
    const app = await withApp({ express, routes })
    await expect(app.browser().post('/late/uncaught')).rejects.toThrow()
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/headers-sent' })])
    expect(await app.sessions.list('ada')).toEqual([])
    expect((await app.browser().get('/me')).status).toBe(200)
  })

  test('an error after a write is a 500, and the write stays', async () => {
    const app = await withApp({ express, routes })
    const ada = await app.signedIn()
    expect((await ada.post('/add-and-throw')).status).toBe(500)
    expect((await ada.get('/me')).json().items).toEqual(['kept'])
  })

  test('an error after a login is a 500, and the login stays: the cookie goes out with it', async () => {
    const app = await withApp({ express, routes })
    const visitor = app.browser()
    expect((await visitor.post('/login-and-throw')).status).toBe(500)
    expect((await visitor.get('/me')).json()).toMatchObject({ userId: 'ada' })
  })

  test('HEAD and OPTIONS open the session like any other request', async () => {
    const app = await withApp({ express })
    const cookie = `${SESSION_COOKIE}=${(await app.signedIn()).cookie(SESSION_COOKIE)}`
    for (const method of ['HEAD', 'OPTIONS']) {
      const response = await fetch(`${app.url}/me`, { method, headers: { cookie } })
      expect(response.status).toBe(200)
    }
  })
})
