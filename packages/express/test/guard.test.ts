import express from 'express'
import { describe, expect, test } from 'vitest'
import { authenticated, requireAuth } from '../src/index.ts'
import { VERSIONS } from './support/app.ts'
import { withApp } from './support/with-app.ts'

describe.each(VERSIONS)('requireAuth() on %s', (_name, express) => {
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
