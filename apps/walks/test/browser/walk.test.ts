import { launchChromium } from '@sess/servers/chromium'
import { attacks } from 'demo-shared/attacks'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { DEMOS } from '../../../../tools/demos.ts'
import { DESKTOP, PHONE, type Visitor, visit } from '../support/visitor.ts'
import { BUILD_PATIENCE, startWalked, type Walked } from '../support/walked.ts'

/** A real Chromium walks through each demo, as a person would. */

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const SESSION = '__Host-sess'
const GUEST = '__Host-sess-guest'

describe.each(DEMOS)('the demo on %s', (name) => {
  let demo: Walked
  beforeAll(async () => {
    demo = await startWalked(name, { renewal: '2s', overlap: '500ms' })
  }, BUILD_PATIENCE)
  afterAll(() => demo?.stop())

  /** A visitor of one test. The browser must have had nothing to complain about: no blocked script, no broken page. */
  async function visitor(options = DESKTOP): Promise<Visitor> {
    const made = await visit(browser, demo.url, options)
    onTestFinished(async () => {
      await made.close()
      expect(made.complaints).toEqual([])
    })
    return { ...made, picture: (what) => made.picture(`${name}-${what}`) }
  }

  test('a guest fills a cart, signs in, and finds it again, under another cookie', async () => {
    const ada = await visitor()
    await ada.go('/')
    expect(await ada.cookies()).toEqual({})
    await ada.picture('shop-empty')
    await ada.submit('Add Pears')
    await ada.submit('Add Quince jam')
    await ada.submit('Add Pears')
    expect(await ada.page.locator('#cart li').allTextContents()).toEqual(['Pears × 2', 'Quince jam × 1'])
    expect(Object.keys(await ada.cookies())).toEqual([GUEST])

    await ada.signIn('ada', 'analytical-engine')
    expect(Object.keys(await ada.cookies())).toEqual([SESSION])
    const [cookie] = await ada.page.context().cookies()
    expect(cookie).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      domain: 'localhost',
    })
    expect(await ada.page.evaluate(() => document.cookie)).toBe('')
    await ada.go('/')
    expect(await ada.page.locator('#cart li').allTextContents()).toEqual(['Pears × 2', 'Quince jam × 1'])
    await ada.picture('shop')
  })

  test('a wrong password gets nobody in', async () => {
    const stranger = await visitor()
    await stranger.go('/sign-in')
    await stranger.picture('sign-in')
    await stranger.page.getByLabel('Name').fill('ada')
    await stranger.page.getByLabel('Password').fill('guess')
    await stranger.page.getByLabel('Password').press('Enter')
    await stranger.page.getByRole('alert').waitFor()
    expect(await stranger.page.getByRole('alert').textContent()).toBe(
      'That name and password do not go together.',
    )
    expect(await stranger.cookies()).toEqual({})
  })

  test('all the sessions of a person are listed; one is ended, then all others', async () => {
    const laptop = await visitor()
    const phone = await visitor(PHONE)
    await laptop.signIn('grace', 'nanosecond-wire')
    await phone.go('/sign-in')
    await phone.picture('sign-in')
    await phone.submit('Sign in as Grace Hopper')
    await phone.page.waitForURL('**/sessions?done=signed-in')
    await phone.picture('sessions')

    await laptop.go('/sessions')
    expect(await laptop.page.locator('#this h3').allTextContents()).toEqual(['Chrome on Linux this one'])
    expect(await laptop.page.locator('#others h3').allTextContents()).toEqual(['Safari on iPhone'])
    await laptop.submit('End Safari on iPhone')
    expect(await laptop.page.locator('#others li').count()).toBe(0)
    await phone.go('/sessions')
    expect(await phone.page.locator('.warning').textContent()).toBe(
      'You were signed out: you ended it from another device.',
    )
    await phone.picture('signed-out')

    await laptop.submit('Sign in on another device')
    await laptop.submit('Sign in on another device')
    expect(await laptop.page.locator('#others li').count()).toBe(2)
    await laptop.picture('sessions')
    await laptop.submit('End all others')
    expect(await laptop.page.locator('#others li').count()).toBe(0)
    expect(await laptop.page.locator('.notice').textContent()).toBe('All your other sessions are ended.')
  })

  test('one sign-in too many evicts the session that was seen least recently, and the strip tells', async () => {
    const alan = await visitor()
    await alan.signIn('alan', 'imitation-game')
    for (let i = 0; i < 3; i++) await alan.submit('Sign in on another device')
    expect(await alan.page.locator('.sessions li').count()).toBe(3)
    await alan.page.locator('#strip summary').click()
    await alan.page.locator('#events li', { hasText: 'only so many sessions are allowed' }).waitFor()
    await alan.picture('evicted')
    await alan.submit('End all others')
  })

  test('changing the password ends the other sessions; a reset brings the first one back', async () => {
    const laptop = await visitor()
    const phone = await visitor(PHONE)
    await laptop.signIn('alan', 'imitation-game')
    await phone.signIn('alan', 'imitation-game')
    const before = (await laptop.cookies())[SESSION]
    await laptop.page.getByLabel('Current password').fill('imitation-game')
    await laptop.page.getByLabel('New password').fill('bombe-1940')
    await laptop.submit('Change it')
    expect(await laptop.page.locator('.notice').textContent()).toContain('The password is changed.')
    expect((await laptop.cookies())[SESSION]).not.toBe(before)
    await phone.go('/sessions')
    expect(await phone.page.locator('.warning').textContent()).toBe(
      'You were signed out: the password was changed.',
    )
    await phone.signIn('alan', 'bombe-1940')

    const stranger = await visitor()
    await stranger.go('/sign-in')
    await stranger.submit('Reset')
    await stranger.signIn('alan', 'imitation-game')
    await laptop.go('/sessions')
    expect(await laptop.page.locator('.warning').textContent()).toBe(
      'You were signed out: an administrator ended it.',
    )
  })

  test('the safe asks for the password once more, and opens under a new key', async () => {
    const ada = await visitor()
    await ada.go('/safe')
    expect(new URL(ada.page.url()).pathname).toBe('/sign-in')
    await ada.submit('Sign in as Ada Lovelace')
    await ada.page.waitForURL('**/step-up?then=/safe')
    const before = (await ada.cookies())[SESSION]
    await ada.page.getByLabel('Password of Ada Lovelace').fill('guess')
    await ada.submit('Confirm')
    expect(await ada.page.getByRole('alert').textContent()).toBe('That is not your password.')
    expect((await ada.cookies())[SESSION]).toBe(before)
    await ada.picture('step-up')
    await ada.page.getByLabel('Password of Ada Lovelace').fill('analytical-engine')
    await ada.submit('Confirm')
    await ada.page.locator('#codes').waitFor()
    expect((await ada.cookies())[SESSION]).not.toBe(before)
    await ada.picture('safe')
  })

  test('a session is renewed before one’s eyes', async () => {
    const grace = await visitor()
    await grace.signIn('grace', 'nanosecond-wire')
    const before = (await grace.cookies())[SESSION]
    await grace.page.locator('#strip summary').click()
    const renewed = grace.page.locator('#events li', { hasText: 'Token renewed: generation 1' })
    while ((await grace.cookies())[SESSION] === before) {
      await grace.press('Make a request')
      await grace.page.waitForTimeout(200)
    }
    await renewed.first().waitFor()
    await grace.picture('renewed')
    await grace.go('/sessions')
    expect(await grace.page.locator('#this li').count()).toBe(1)
  })

  test('signing out ends the session and says so', async () => {
    const grace = await visitor(PHONE)
    await grace.signIn('grace', 'nanosecond-wire')
    await grace.submit('Sign out')
    expect(await grace.page.locator('.notice').allTextContents()).toEqual(['You are signed out.'])
    expect(await grace.cookies()).toEqual({})
  })

  test.each([
    ['on a desktop', DESKTOP],
    ['on a phone, in the dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('every attack runs against the demo and is told step by step, %s', async (_where, options) => {
    const attacker = await visitor(options)
    await attacker.go('/break-in')
    await attacker.press('Run them all')
    await attacker.page.getByText(`${attacks.length} of ${attacks.length} held.`).waitFor({ timeout: 40_000 })
    for (const { name } of attacks) {
      const article = attacker.page.locator(`#${name}`)
      expect(await article.locator('.steps li').count()).toBeGreaterThan(2)
      expect(await article.locator('.outcome').allTextContents()).toEqual([
        expect.stringMatching(/^It held\. /),
      ])
    }
    await attacker.picture('break-in')
  })

  test('everything works without script, the attacks too', async () => {
    const ada = await visitor({ ...PHONE, javaScriptEnabled: false })
    await ada.go('/')
    await ada.submit('Add Walnuts')
    await ada.signIn('ada', 'analytical-engine')
    await ada.go('/')
    expect(await ada.page.locator('#cart li').allTextContents()).toEqual(['Walnuts × 1'])
    await ada.go('/break-in')
    await ada.submit('Run: Plant a session id')
    expect(await ada.page.locator('#fixation .outcome').textContent()).toMatch(/^It held\. /)
  })

  test('no page is wider than a phone', async () => {
    const ada = await visitor(PHONE)
    await ada.signIn('ada', 'analytical-engine')
    for (const path of ['/', '/sessions', '/safe', '/break-in', '/sign-in', '/nowhere']) {
      await ada.go(path)
      expect(await ada.page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(
        390,
      )
    }
  })

  test('the back button after signing out shows nothing of the person', async () => {
    const ada = await visitor()
    await ada.signIn('ada', 'analytical-engine')
    await ada.go('/sessions')
    await ada.submit('Sign out')
    await ada.page.goBack()
    await ada.page.waitForURL('**/sign-in?then=%2Fsessions')
    expect(await ada.page.locator('.who').textContent()).not.toContain('Ada Lovelace')
    expect(await ada.page.locator('.session').count()).toBe(0)
    await ada.picture('back')
  })
})
