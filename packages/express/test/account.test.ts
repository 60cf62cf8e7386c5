import { accountPage } from '@sess/core/account'
import express from 'express'
import { describe, expect, test } from 'vitest'
import { endpoint } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

describe.each(VERSIONS)('the account page, on %s', (_, version) => {
  test.each([
    ['before any parser', []],
    ['behind parsers', [express.urlencoded({ extended: true }), express.json()]],
  ])('lists, ends and signs out, %s', async (_, parsers) => {
    const app = await withApp({
      express: version,
      parsers,
      routes: (routes) =>
        routes.all('/me/sessions', (req, res, next) =>
          endpoint((request) => accountPage(app.sessions)(request, req.session))(req, res, next),
        ),
    })
    const [home, office] = [await app.signedIn(), await app.signedIn()]
    const of = (person: typeof home, init: RequestInit = {}) =>
      fetch(`${app.url}/me/sessions`, {
        ...init,
        redirect: 'manual',
        headers: {
          cookie: `${SESSION_COOKIE}=${person.cookie(SESSION_COOKIE)}`,
          'sec-fetch-site': 'same-origin',
          ...init.headers,
        },
      })
    const { sessions } = (await (await of(home)).json()) as { sessions: { id: string; current: boolean }[] }
    const other = sessions.find(({ current }) => !current)?.id ?? ''
    const json = { 'content-type': 'application/json' }
    const body = JSON.stringify({ action: 'end', id: other })
    expect(await (await of(home, { method: 'POST', headers: json, body })).json()).toEqual({ ended: [other] })
    expect((await of(office)).status).toBe(401)
    const own = sessions.find(({ current }) => current)?.id ?? ''
    const form = new URLSearchParams({ action: 'end', id: own })
    const out = await of(home, { method: 'POST', headers: { accept: 'text/html' }, body: form })
    expect([out.status, out.headers.get('location')]).toEqual([303, '?'])
    expect(out.headers.getSetCookie().join()).toContain(`${SESSION_COOKIE}=;`)
    expect((await of(home)).status).toBe(401)
  })
})
