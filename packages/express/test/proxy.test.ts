import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { SESSION_COOKIE, withApp } from './support/with-app.ts'

const FORWARDED = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }

describe.each(VERSIONS)('behind a proxy, on %s', (_name, express) => {
  const addressSeen = async (settings: Record<string, unknown>) => {
    const app = await withApp({ express, settings })
    const ada = app.browser()
    await ada.post('/login?user=ada', { ...FORWARDED, 'user-agent': 'Test/1' })
    const [listed] = await app.sessions.list('ada')
    expect(listed?.client.userAgent).toBe('Test/1')
    expect(app.events.map((event) => event.client?.address)).toEqual([listed?.client.address])
    return listed?.client.address
  }

  test('the client is whoever `trust proxy` says', async () => {
    expect(await addressSeen({})).toBe('127.0.0.1')
    expect(await addressSeen({ 'trust proxy': 1 })).toBe('203.0.113.7')
    expect(await addressSeen({ 'trust proxy': '10.0.0.0/8' })).toBe('127.0.0.1')
  })

  test('a request that the proxy took over HTTPS gets strict cookies, even where localhost need not', async () => {
    const cookieOf = async (settings: Record<string, unknown>, headers: Record<string, string>) => {
      const app = await withApp({ express, settings, sessions: { cookie: { insecureLocalhost: true } } })
      const answer = await app.browser().post('/login?user=ada', headers)
      return answer.setCookies.map((line) => line.replace(/=[\w-]{116}/, '='))
    }
    const strict = `${SESSION_COOKIE}=; Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Lax`
    expect(await cookieOf({ 'trust proxy': 1 }, FORWARDED)).toEqual([strict])
    expect(await cookieOf({}, {})).toEqual(['sess-localhost=; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax'])
  })
})
