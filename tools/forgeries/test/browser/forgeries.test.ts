import { createServer, type Server } from 'node:http'
import { launchChromium } from '@sess/servers/chromium'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { APPS, type Deed } from '../../src/apps.ts'
import { closed, Door, listening } from '../../src/door.ts'
import { type ForgingPage, PAGES } from '../../src/pages.ts'

/** Browsers, by what they do not send: those of today, those before Fetch Metadata, and those that withhold Origin as well. */
const AGES = [
  ['of today', []],
  ['without Fetch Metadata', ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-user']],
  [
    'that says nothing',
    ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-user', 'origin', 'referer'],
  ],
] as const

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

describe.each(APPS)('on %s', (_name, start) => {
  let door: Door
  let deeds: Deed[]
  let attacker: Server
  let context: BrowserContext
  let page: Page
  let html = ''
  let own: string
  let foreign: readonly (readonly [string, string])[]

  beforeEach(async () => {
    const app = start()
    deeds = app.deeds
    door = await Door.before(app.server)
    own = `http://app.shop.localhost:${door.port}`
    attacker = createServer((request, response) => {
      if (request.url?.startsWith('/again'))
        response.writeHead(307, { location: `${own}/act?what=again` }).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end(html)
    })
    const port = await listening(attacker)
    foreign = [
      ['another site', `http://evil.localhost:${port}`],
      ['a sibling host', `http://blog.shop.localhost:${port}`],
      ['another port', `http://app.shop.localhost:${port}`],
    ]
    context = await browser.newContext()
    page = await context.newPage()
  })
  afterEach(async () => {
    await context.close()
    await Promise.all([door.close(), closed(attacker)])
  })

  /** By the app's own page: a POST of the page itself, as honest as any. */
  async function signIn(): Promise<void> {
    await page.goto(`${own}/`)
    await page.evaluate(() => fetch('/login', { method: 'POST' }))
    expect(deeds.splice(0)).toEqual([{ what: '/login', userId: 'alice' }])
  }

  /** Opens a page that acts by itself, and waits for the answer to what it sends. */
  async function open(at: string, { html: make }: ForgingPage, path = '/act?what=deed') {
    const before = door.passed.length
    html = `<!doctype html>${make(own + path, at)}`
    door.page = html
    const tab = await context.newPage()
    await tab.goto(`${at}/page`, { waitUntil: 'commit' })
    const isIts = ({ path, method }: { path: string; method: string }) =>
      method !== 'GET' && !path.startsWith('/again') && /act|login/.test(path)
    await expect
      .poll(() => door.passed.slice(before).filter(isIts).length, { timeout: 20_000 })
      .toBeGreaterThan(0)
    // Not awaited: a tab that is on its way elsewhere may take its time.
    tab.close().catch(() => {})
    return door.passed.slice(before).filter(isIts)
  }

  test.each(AGES)(
    'nothing that another origin makes a browser %s send does anything',
    async (_age, drops) => {
      await signIn()
      door.drops = drops
      const refused = new Set<string>()
      for (const [who, at] of foreign) {
        for (const forging of PAGES) {
          const sent = await open(at, forging)
          const what = `${forging.name} of ${who}`
          // Without the victim's cookie, which browsers may withhold in frames, it is nobody's request.
          expect(
            deeds.filter(({ userId }) => userId !== null),
            what,
          ).toEqual([])
          for (const { method, headers, status } of sent) {
            // A preflight is answered without leave; what is sent at once is refused.
            if (method === 'OPTIONS' || !headers.cookie?.includes('__Host-sess=')) continue
            expect(status, what).toBe(403)
            refused.add(what)
          }
        }
      }
      // Most of it came with the cookie: it is the check that stood in the way.
      expect(refused.size).toBeGreaterThan(30)
      deeds.length = 0
      // The victim never noticed.
      door.drops = []
      await page.goto(`${own}/`)
      await page.evaluate(() => fetch('/act?what=own', { method: 'POST' }))
      expect(deeds).toEqual([{ what: 'own', userId: 'alice' }])
    },
  )

  test.each(AGES)('nor does it sign anybody in, in a browser %s without any cookie', async (_age, drops) => {
    door.drops = drops
    for (const [who, at] of foreign) {
      for (const forging of PAGES.slice(0, 4)) {
        const sent = await open(at, forging, '/login')
        for (const { status } of sent) expect(status, `${forging.name} of ${who}`).toBeOneOf([403, 200])
        expect(
          deeds.filter(({ userId }) => userId !== null),
          `${forging.name} of ${who}`,
        ).toEqual([])
        expect(await context.cookies(own)).toEqual([])
        deeds.length = 0
      }
    }
  })

  test.each(AGES.slice(0, 2))(
    'everything that the app’s own pages send from a browser %s is served, but for what withholds its origin from an old one',
    async (_age, drops) => {
      await signIn()
      door.drops = drops
      for (const forging of PAGES.filter(({ own }) => own)) {
        const sent = await open(own, forging)
        if (forging.silent === true && drops.length > 0) {
          expect(
            sent.map(({ status, headers }) => [status, headers.origin ?? 'null']),
            forging.name,
          ).toEqual([[403, 'null']])
          continue
        }
        expect(
          sent.map(({ status }) => status),
          forging.name,
        ).toEqual(sent.map(({ path }) => (path.startsWith('/again') ? 307 : 200)))
        expect(
          deeds.map(({ userId }) => userId),
          forging.name,
        ).toEqual(['alice'])
        deeds.length = 0
      }
    },
  )

  test('a form with the token is served from a browser that says nothing, and one without is not', async () => {
    await signIn()
    door.drops = AGES[2][1]
    await page.goto(`${own}/form`)
    await page.evaluate(() => document.forms[0]?.submit())
    await expect.poll(() => deeds).toEqual([{ what: 'form', userId: 'alice' }])
    const other = await context.newPage()
    await other.goto(`${own}/`)
    const answers = await other.evaluate(() => fetch('/act', { method: 'POST' }).then(({ status }) => status))
    expect(answers).toBe(403)
  })
})
