import express from 'express'
import { describe, expect, test } from 'vitest'
import { authenticated, requireAuth } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'
import { createClock } from './support/clock.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

const PAGE = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' }

describe.each(VERSIONS)('requireAuth() on %s', (_name, express) => {
  test('lets a signed-in user pass and answers everybody else with 401', async () => {
    const app = await withApp({ express })
    const refused = await app.browser().get('/mine')
    expect(refused.status).toBe(401)
    expect(refused.json()).toEqual({ error: 'sess/not-authenticated', message: 'Sign in to continue.' })
    expect(refused.headers.get('cache-control')).toBe('no-store')

    const ada = await app.signedIn()
    expect((await ada.get('/mine')).json()).toEqual({ userId: 'ada' })
  })

  test('tells the holder of a dead session why it is over, and nobody else', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    await app.sessions.revokeAll('ada')
    expect((await ada.get('/mine')).json()).toMatchObject({ reason: 'revoked-by-administrator' })
    expect((await app.bearing('A'.repeat(116)).get('/mine')).json()).not.toHaveProperty('reason')
  })

  test('asks for a stronger proof where the route needs one, and no longer once it was given', async () => {
    const app = await withApp({ express })
    const ada = await app.signedIn()
    const refused = await ada.get('/sensitive')
    expect([refused.status, refused.json().error]).toEqual([401, 'sess/authentication-insufficient'])
    await ada.post('/step-up')
    expect((await ada.get('/sensitive')).json()).toEqual({ secret: 'plans' })
  })

  test('asks for a fresh proof where the last one is too old', async () => {
    const clock = createClock()
    const app = await withApp({
      express,
      sessions: { now: clock.now },
      routes: (routes) => {
        routes.get('/fresh', requireAuth({ maxAge: '1m' }), (_req, res) => void res.json({}))
        routes.get('/recent', requireAuth({ maxAge: '5m' }), (_req, res) => void res.json({}))
      },
    })
    const ada = await app.signedIn()
    clock.advance(2)
    const refused = await ada.get('/fresh')
    expect([refused.status, refused.json().error]).toEqual([401, 'sess/authentication-stale'])
    expect((await ada.get('/recent')).status).toBe(200)
  })

  test('sends a browser that asks for a page elsewhere, and a script that asks for data a 401', async () => {
    const app = await withApp({ express })
    const page = await app.browser().get('/sensitive?a=1', PAGE)
    expect([page.status, page.headers.get('location')]).toEqual([303, '/unauthenticated?to=/sensitive?a=1'])
    expect(page.headers.get('cache-control')).toBe('no-store')
    const ada = await app.signedIn()
    expect((await ada.get('/sensitive', PAGE)).headers.get('location')).toBe('/insufficient?to=/sensitive')
    expect((await ada.get('/sensitive', { accept: 'application/json' })).status).toBe(401)
    expect((await ada.get('/sensitive', { accept: '*/*' })).status).toBe(401)
  })

  test('asks a request whose key was just replaced to come again: 409, no redirect, no cookie', async () => {
    const clock = createClock()
    const app = await withApp({ express, sessions: { now: clock.now } })
    const ada = await app.signedIn()
    const old = app.bearing(ada.cookie(SESSION_COOKIE))
    await ada.post('/step-up')
    const answer = await old.get('/sensitive', PAGE)
    expect([answer.status, answer.json().error]).toEqual([409, 'sess/superseded'])
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(answer.setCookies).toEqual([])
  })

  test('a handler without the guard lets nobody in either', async () => {
    const app = await withApp({
      express,
      routes: (routes) => routes.get('/open', (req, res) => void res.json(authenticated(req).userId)),
    })
    expect((await app.browser().get('/open')).status).toBe(401)
    expect(app.errors).toEqual([expect.objectContaining({ code: 'sess/not-authenticated' })])
  })
})

test('without session() before it, the guard says what is missing', () => {
  const guard = requireAuth()
  const req = Object.create(express.request) as express.Request
  const res = Object.create(express.response) as express.Response
  expect(() => guard(req, res, () => {})).toThrow('needs session(sessions) to have run before it')
})

test('a maxAge that is no time does not start', () => {
  expect(() => requireAuth({ maxAge: 'soon' })).toThrow('maxAge')
})
