import { expect, test } from 'vitest'
import { createSessions, csrfField } from '../src/index.ts'
import { memoryStore } from '../src/memory.ts'
import { withSession } from '../src/web.ts'

/** A client that says nothing of where it comes from: what an old browser sends with a form. */
async function app() {
  const sessions = createSessions({ store: memoryStore() })
  const handle = withSession(
    sessions,
    async (request, session) => {
      if (request.url.endsWith('/login')) await session.login('alice')
      if (request.method === 'GET') return new Response(csrfField(session))
      return new Response(`${session.userId} ${await request.text()}`)
    },
    { onError: (error) => new Response((error as { code: string }).code, { status: 403 }) },
  )
  const login = { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }
  const signedIn = await handle(new Request('https://shop.example/login', login))
  const cookie = `${signedIn.headers.getSetCookie()[0]?.split(';')[0]}`
  const page = await handle(new Request('https://shop.example/form', { headers: { cookie } }))
  const token = /value="([\w-]+)"/.exec(await page.text())?.[1] ?? ''
  const post = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const length = String(new TextEncoder().encode(body).length)
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': length }
    const request = new Request('https://shop.example/buy', {
      method: 'POST',
      headers: { cookie, ...form, ...headers },
      body,
    })
    const answer = await handle(request)
    return `${answer.status} ${await answer.text()}`
  }
  return { token, post }
}

test('a form carries the token in its body, and the handler still finds the body', async () => {
  const { token, post } = await app()
  const body = `item=pear&csrf_token=${token}`
  expect(await post(body)).toBe(`200 alice ${body}`)
  expect(await post(body, { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' })).toMatch(
    /^200/,
  )
})

test('a form without it, with garbage, of another kind, or too large to be looked at, is refused', async () => {
  const { token, post } = await app()
  const body = `item=pear&csrf_token=${token}`
  expect(await post('item=pear')).toBe('403 sess/csrf')
  expect(await post('item=pear&csrf_token=')).toBe('403 sess/csrf')
  expect(await post('item=pear&csrf_token=%00%ff')).toBe('403 sess/csrf')
  expect(await post(body, { 'content-type': 'text/plain' })).toBe('403 sess/csrf')
  expect(await post(body, { 'content-type': 'multipart/form-data; boundary=x' })).toBe('403 sess/csrf')
  expect(await post(`${body}&more=${'x'.repeat(64 * 1024)}`)).toBe('403 sess/csrf')
  expect(await post(body, { 'content-length': 'many' })).toBe('403 sess/csrf')
})
