import { describe, expect, it } from 'vitest'
import { Browser } from './support/browser.ts'
import { world } from './support/world.ts'

const development = () => world({ cookie: { insecureLocalhost: true } })
const plain = (host: string) => ({ secure: false, headers: { host } })

describe('insecureLocalhost', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'app.localhost:80',
    '127.0.0.1:8080',
    '[::1]:3000',
    '[::1]',
  ])('signs in over plain HTTP to %s, with a cookie that browsers keep there', async (host) => {
    const { sessions, clock } = development()
    const browser = new Browser(sessions, clock, false)
    await browser.visit((session) => session.update({ n: 1 }), plain(host))
    expect(browser.jar.get('sess-localhost-guest')).toBeDefined()
    const { head } = await browser.visit((session) => session.login('alice'), plain(host))
    expect(head.cookies).toEqual([
      expect.stringMatching(/^sess-localhost=[\w-]{116}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
      'sess-localhost-guest=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ])
    expect((await browser.visit(() => {}, plain(host))).session.userId).toBe('alice')
    await browser.visit((session) => session.logout(), plain(host))
    expect(browser.jar.header()).toBeUndefined()
  })

  it.each([
    'app.example',
    'app.example:3000',
    'localhost.app.example',
    'xlocalhost',
    'localhost.',
    'localhost:x',
    'localhost:3000@app.example',
    'app.example#.localhost',
    'app.example/.localhost',
    '127.0.0.1.app.example',
    '127.0.0.10',
    '0.0.0.0',
    '[::2]',
    '10.0.0.1',
    '192.168.1.1:3000',
    ' localhost',
    '',
  ])('changes nothing for the host %j: a Secure cookie, which plain HTTP never delivers', async (host) => {
    const { sessions, clock } = development()
    const browser = new Browser(sessions, clock, true)
    const { head } = await browser.visit((session) => session.login('alice'), plain(host))
    expect(head.cookies[0]).toMatch(/^__Host-sess=.*; Secure; HttpOnly; SameSite=Lax$/)
  })

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'])(
    'changes nothing behind a proxy that rewrote the host, known by %s',
    async (name) => {
      const { sessions, clock } = development()
      const browser = new Browser(sessions, clock, true)
      const proxied = { secure: false, headers: { host: 'localhost:3000', [name]: 'for=192.0.2.1' } }
      const { head } = await browser.visit((session) => session.login('alice'), proxied)
      expect(head.cookies[0]).toMatch(/^__Host-sess=.*; Secure; /)
    },
  )

  it.each(['https://app.example', 'http://app.example', 'https://localhost:3000'])(
    'changes nothing for what a page of %s posts through a proxy that rewrote the host and says nothing of itself',
    async (origin) => {
      const { sessions, clock } = development()
      const browser = new Browser(sessions, clock, true)
      const headers = { host: '127.0.0.1:3000', origin, 'sec-fetch-site': 'same-origin' }
      const { head } = await browser.visit((session) => session.login('alice'), { secure: false, headers })
      expect(head.cookies[0]).toMatch(/^__Host-sess=.*; Secure; /)
    },
  )

  it.each(['http://localhost:3000', 'http://127.0.0.1:5173', 'null'])(
    'works for what a page of %s posts on this machine',
    async (origin) => {
      const { sessions, clock } = development()
      const browser = new Browser(sessions, clock, false)
      const headers = { host: 'localhost:3000', origin }
      const { head } = await browser.visit((session) => session.login('alice'), { secure: false, headers })
      expect(head.cookies[0]).toMatch(/^sess-localhost=/)
    },
  )

  it('changes nothing over HTTPS, and does not take the development cookie there', async () => {
    const { sessions, clock } = development()
    const local = new Browser(sessions, clock, false)
    await local.visit((session) => session.login('alice'), plain('localhost'))
    const token = local.jar.get('sess-localhost') ?? ''
    for (const options of [
      { secure: true, headers: { host: 'localhost' } },
      { secure: false, headers: { host: 'app.example' } },
    ]) {
      const other = new Browser(sessions, clock)
      other.jar.plant('sess-localhost', token)
      expect((await other.visit(() => {}, options)).session.userId).toBeNull()
    }
  })

  it('looks at the Host header alone, never at what a client says of forwarding', async () => {
    const { sessions, clock } = development()
    const browser = new Browser(sessions, clock)
    const headers = { host: 'app.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' }
    const { head } = await browser.visit((session) => session.login('alice'), { secure: false, headers })
    expect(head.cookies[0]).toContain('; Secure')
  })

  it('is off unless it is asked for', async () => {
    const { sessions, clock } = world()
    const browser = new Browser(sessions, clock)
    const { head } = await browser.visit((session) => session.login('alice'), plain('localhost'))
    expect(head.cookies[0]).toMatch(/^__Host-sess=.*; Secure/)
  })

  it('keeps Lax where the app wants SameSite=None, which browsers refuse without Secure', async () => {
    const { sessions, clock } = world({
      cookie: { insecureLocalhost: true, sameSite: 'None', partitioned: true },
    })
    const browser = new Browser(sessions, clock, false)
    const { head } = await browser.visit((session) => session.login('alice'), plain('localhost'))
    expect(head.cookies[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('leaves out the Domain, which no loopback name lies under', async () => {
    const { sessions, clock } = world({
      cookie: { insecureLocalhost: true, prefix: '__Secure-', domain: 'app.example', path: '/app' },
    })
    const browser = new Browser(sessions, clock, false)
    const { head } = await browser.visit((session) => session.login('alice'), plain('localhost'))
    expect(head.cookies[0]).toMatch(/; Path=\/app; HttpOnly; SameSite=Lax$/)
  })
})
