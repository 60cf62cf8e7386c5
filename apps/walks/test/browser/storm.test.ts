import { launchChromium } from '@sess/servers/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { DEMOS } from '../../../../tools/demos.ts'
import { type BadLine, startBadLine } from '../support/bad-line.ts'
import { DESKTOP, visit } from '../support/visitor.ts'
import { BUILD_PATIENCE, startWalked, type Walked } from '../support/walked.ts'

/** Renewals in a real browser, whose tabs share a cookie jar and queue their requests, over a line that loses answers. */

const COOKIE = '__Host-sess'
const RENEWALS = 2

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** The generation stands in the token, after format, id and secret. */
const generationOf = (token = ''): number => Buffer.from(token, 'base64url').readUInt32BE(51)

async function storm(tab: Page): Promise<string> {
  await tab.getByRole('button', { name: 'Make 30 at once' }).click()
  await tab.locator('#storm-result:not(:empty)').waitFor({ timeout: 40_000 })
  return (await tab.locator('#storm-result').textContent()) ?? ''
}

describe.each(DEMOS)('a renewal storm on the demo on %s', (name) => {
  let demo: Walked
  let line: BadLine
  beforeAll(async () => {
    // In flight are also the requests that a browser with six connections has not sent yet, for they have their cookie already.
    demo = await startWalked(name, { renewal: '8s', overlap: '3s' })
    line = await startBadLine(demo.url, '/api/session')
  }, BUILD_PATIENCE)
  afterAll(async () => {
    await line?.stop()
    await demo?.stop()
  })
  afterEach(() => {
    line.bad = false
  })

  test('two tabs with 30 requests each, answers late or lost: nobody is logged out, and one token is left', async () => {
    const grace = await visit(browser, line.url, DESKTOP)
    onTestFinished(() => grace.close())
    await grace.signIn('grace', 'nanosecond-wire')
    const other = await grace.page.context().newPage()
    await other.goto('/sessions')
    const tabs = [grace.page, other]
    for (const tab of tabs) await tab.locator('#strip summary').click()

    line.bad = true
    while (generationOf((await grace.cookies())[COOKIE]) < RENEWALS) {
      for (const result of await Promise.all(tabs.map(storm))) {
        expect(result).toMatch(/^\d+ of 30 answered, as grace\.$/)
      }
    }
    await grace.picture(`${name}-storm`)
    line.bad = false
    expect(line.lost).toBeGreaterThan(RENEWALS * 10)

    for (const tab of tabs) expect(await storm(tab)).toBe('30 of 30 answered, as grace.')
    const tokens = (await grace.page.context().cookies()).filter((cookie) => cookie.name === COOKIE)
    expect(tokens).toHaveLength(1)
    for (const tab of tabs) {
      await tab.reload()
      expect(await tab.locator('.who span').textContent()).toBe('Grace Hopper')
      expect(await tab.locator('#this li').count()).toBe(1)
      expect(await tab.locator('#others li').count()).toBe(0)
      expect(await tab.locator('#events .alarm, #events .end').count()).toBe(0)
    }
    const latest = await other
      .locator('#events li', { hasText: /generation \d/i })
      .first()
      .textContent()
    const { [COOKIE]: token } = await grace.cookies()
    expect(latest?.toLowerCase()).toContain(`generation ${generationOf(token)}`)
  })
})
