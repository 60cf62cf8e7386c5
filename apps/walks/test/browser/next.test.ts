import { join } from 'node:path'
import { launchChromium } from '@sess/servers/chromium'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type DemoProcess, startProcess } from '../support/process.ts'
import { DESKTOP, PHONE, type Visitor, visit } from '../support/visitor.ts'

/** What only the demo on Next has: a page whose forms are Server Actions. */

const PICTURES = join(import.meta.dirname, '../../test-results')

let browser: Browser
let demo: DemoProcess
beforeAll(async () => {
  browser = await launchChromium()
  demo = await startProcess({ DEMO_RENEWAL: '2s', DEMO_OVERLAP: '500ms' }, { name: 'next' })
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

async function visitor(options = DESKTOP): Promise<Visitor> {
  const made = await visit(browser, demo.url, options)
  onTestFinished(async () => {
    await made.close()
    expect(made.complaints).toEqual([])
  })
  return made
}

test('a guest fills the cart by actions, without leaving the page, and takes it along when signing in', async () => {
  const ada = await visitor()
  await ada.go('/next')
  await ada.page.evaluate(() => document.body.setAttribute('data-same', 'page'))
  await ada.press('Add Pears')
  await ada.page.locator('#count', { hasText: 'Pears' }).waitFor()
  await ada.press('Add Walnuts')
  await ada.page.locator('#count', { hasText: 'Pears, Walnuts' }).waitFor()
  expect(await ada.page.locator('body[data-same]').count()).toBe(1)
  expect(Object.keys(await ada.cookies())).toEqual(['__Host-sess-guest'])
  await ada.page.screenshot({ path: join(PICTURES, 'next-actions-1280.png') })

  await ada.page.getByRole('link', { name: 'Sign in' }).click()
  await ada.submit('Sign in as Ada Lovelace')
  await ada.page.locator('#count', { hasText: 'Pears, Walnuts' }).waitFor()
  expect(Object.keys(await ada.cookies())).toEqual(['__Host-sess'])
})

test('actions across renewals: one token after another, and nobody is signed out', async () => {
  const grace = await visitor()
  await grace.signIn('grace', 'nanosecond-wire')
  await grace.go('/next')
  const seen = new Set<string | undefined>()
  while (seen.size < 3) {
    await grace.press('Empty the cart')
    await grace.page.locator('#count', { hasText: 'It is empty.' }).waitFor()
    await grace.press('Add Pears')
    await grace.page.locator('#count', { hasText: 'Pears' }).waitFor()
    seen.add((await grace.cookies())['__Host-sess'])
    await grace.page.waitForTimeout(300)
  }
  await grace.press('Sign out')
  await grace.page.waitForURL('**/?done=signed-out')
  expect(await grace.cookies()).toEqual({})
})

test('the same forms work without script, on a phone', async () => {
  const ada = await visitor({ ...PHONE, javaScriptEnabled: false })
  await ada.go('/next')
  await ada.submit('Add Quince jam')
  expect(await ada.page.locator('#count').textContent()).toBe('Quince jam')
  expect(Object.keys(await ada.cookies())).toEqual(['__Host-sess-guest'])
  await ada.page.screenshot({ path: join(PICTURES, 'next-actions-390.png') })
  await ada.submit('Empty the cart')
  expect(await ada.page.locator('#count').textContent()).toBe('It is empty.')
})
