import { csrfField } from '@sess/core'
import express from 'express'
import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

describe.each(VERSIONS)('a form of an old browser, on %s', (_, version) => {
  test('carries the token in its body, where a body parser runs before the session', async () => {
    const app = await withApp({
      express: version,
      parsers: [express.urlencoded({ extended: true })],
      routes: (routes) => routes.get('/form', (req, res) => void res.send(csrfField(req.session))),
    })
    const ada = await app.signedIn()
    const token = /value="([\w-]+)"/.exec((await ada.get('/form')).text)?.[1]
    const post = (body: string) =>
      fetch(`${app.url}/add?item=pear`, {
        method: 'POST',
        headers: { cookie: `${SESSION_COOKIE}=${ada.cookie(SESSION_COOKIE)}` },
        body: new URLSearchParams(body),
      }).then(({ status }) => status)
    expect(await post(`csrf_token=${token}`)).toBe(200)
    expect(await post('')).toBe(403)
    expect(await post(`csrf_token[]=${token}`)).toBe(403)
    expect(await post('csrf_token=x')).toBe(403)
  })
})
