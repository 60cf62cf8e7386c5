import { join } from 'node:path'
import { launchChromium } from '@sess/servers/chromium'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import type { Client } from '../../src/index.ts'
import { type Api, startApi } from '../support/api.ts'

const MINUTE = 60_000

let browser: Browser
let script: string
beforeAll(async () => {
  browser = await launchChromium()
  const entryPoints = [join(import.meta.dirname, '../../src/index.ts')]
  const built = await build({ entryPoints, bundle: true, format: 'esm', write: false })
  script = built.outputFiles[0]?.text ?? ''
})
afterAll(() => browser.close())

/** What the page has. */
declare const page: { readonly client: Client; readonly told: string[]; readonly api: string }

const PAGE = `<!doctype html><title>app</title><script type="module">
  import { createClient } from '/client.js'
  const told = []
  const client = createClient({
    tokenEndpoint: location.origin + '/oauth/token',
    revocationEndpoint: location.origin + '/oauth/revoke',
    refreshToken: 'cookie',
    onSignedOut: (reason) => told.push(reason),
  })
  globalThis.page = { client, told, api: location.origin }
</script>`

let api: Api
let context: BrowserContext
let time = Date.now()
beforeEach(async () => {
  time = Date.now()
  api = await startApi({ now: () => time })
  context = await browser.newContext()
  onTestFinished(async () => {
    await context.close()
    await api.close()
  })
  const html = { headers: { 'content-type': 'text/html' } }
  api.pages.set('/', () => new Response(PAGE, html))
  api.pages.set('/client.js', () => new Response(script, { headers: { 'content-type': 'text/javascript' } }))
  api.pages.set('/sign-in', async () => {
    const { headers } = await api.signIn('cookie')
    return new Response('<!doctype html>', { headers: { ...html.headers, ...headers } })
  })
})

async function tab(): Promise<Page> {
  const opened = await context.newPage()
  await opened.goto(api.url)
  await opened.waitForFunction(() => 'page' in globalThis)
  return opened
}

async function signIn(): Promise<void> {
  const opened = await context.newPage()
  await opened.goto(`${api.url}/sign-in`)
  await opened.close()
}

/** Twenty requests at once: how each of them ended. */
const twenty = (opened: Page) =>
  opened.evaluate(() =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        page.client.fetch(`${page.api}/orders`).then(
          (response) => response.status,
          (error) => error.code,
        ),
      ),
    ),
  )

async function forward(ms: number, tabs: readonly Page[]): Promise<void> {
  time += ms
  for (const opened of tabs) await opened.clock.setSystemTime(time)
}

const OK = Array(20).fill(200)

it('two tabs refresh once between them, time after time, and hand the token on', async () => {
  await signIn()
  const tabs = [await tab(), await tab()]
  for (let round = 1; round <= 4; round++) {
    expect(await Promise.all(tabs.map(twenty))).toEqual([OK, OK])
    expect(api.requests('/oauth/token')).toBe(round)
    await forward(20 * MINUTE, tabs)
  }
  expect(await api.live()).toBe(1)
  const cookies = await context.cookies(`${api.url}/oauth/token`)
  expect(cookies).toMatchObject([
    { name: '__Secure-sess-refresh', httpOnly: true, secure: true, path: '/oauth' },
  ])
})

it('no script finds a token: not in any storage, nor in a cookie', async () => {
  await signIn()
  const opened = await tab()
  await twenty(opened)
  const found = await opened.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookie: document.cookie,
    url: location.href,
  }))
  expect(found).toEqual({ local: {}, session: {}, databases: [], caches: [], cookie: '', url: `${api.url}/` })
  const carried = api.seen.filter(({ path, authorization }) => path !== '/orders' && authorization)
  expect(carried).toEqual([])
})

it('who signs out in one tab is signed out in the other, and on the server', async () => {
  await signIn()
  const [one, other] = [await tab(), await tab()]
  await Promise.all([twenty(one), twenty(other)])
  await one.evaluate(() => page.client.signOut())
  expect(await twenty(other)).toEqual(Array(20).fill('sess-client/signed-out'))
  expect([await api.live(), await context.cookies(`${api.url}/oauth/token`)]).toEqual([0, []])
  for (const opened of [one, other]) expect(await opened.evaluate(() => page.told)).toEqual(['signed-out'])
})

it('a tab that is closed in the middle of its refresh leaves the others to it', async () => {
  await signIn()
  const [closing, staying] = [await tab(), await tab()]
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let first = true
  api.fault = ({ path }) => {
    if (path !== '/oauth/token' || !first) return null
    first = false
    return held
  }
  const lost = twenty(closing).catch(() => null)
  await expect.poll(() => api.requests('/oauth/token')).toBe(1)
  const kept = twenty(staying)
  await closing.close()
  release()
  expect([await lost, await kept]).toEqual([null, OK])
})

it('without a cookie nobody is signed in, and one question is enough to know', async () => {
  const opened = await tab()
  expect(await twenty(opened)).toEqual(Array(20).fill('sess-client/signed-out'))
  expect(await twenty(opened)).toEqual(Array(20).fill('sess-client/signed-out'))
  expect(api.requests('/oauth/token')).toBe(1)
})
