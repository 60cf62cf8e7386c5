import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
}

const SCREENSHOTS = join(import.meta.dirname, '../../test-results')

/** A person with a browser of their own. Whatever the browser complains about is kept. */
export interface Visitor {
  readonly page: Page
  readonly complaints: string[]
  go(path: string): Promise<void>
  /** Presses a button that leads to another page. */
  submit(name: string): Promise<void>
  /** Presses a button that stays on the page. */
  press(name: string): Promise<void>
  signIn(name: string, password: string): Promise<void>
  /** Name and value of every cookie that the browser holds. */
  cookies(): Promise<Record<string, string>>
  /** A picture for people to look at; git ignores its folder. */
  picture(name: string): Promise<void>
  close(): Promise<void>
}

export async function visit(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // Chromium reports every answer of 400 and more, and some of those are what the walk is about.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text())
    }
  })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const width = options.viewport?.width
  return {
    page,
    complaints,
    go: async (path) => void (await page.goto(path)),
    async submit(name) {
      const loaded = page.waitForEvent('load')
      await press(name)
      await loaded
    },
    press,
    async signIn(name, password) {
      await page.goto('/sign-in')
      const form = page.locator('form', { has: page.getByLabel('Password') })
      await form.getByLabel('Name').fill(name)
      await form.getByLabel('Password').fill(password)
      await form.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL('**/sessions?done=signed-in')
    },
    async cookies() {
      return Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, value]))
    },
    async picture(name) {
      // The whole page, so the strip that is fixed to the screen's foot goes to the page's.
      const place = (position: string) =>
        page.locator('#strip').evaluate((strip, value) => {
          strip.style.position = value
          document.body.style.paddingBottom = value === '' ? '' : '0'
        }, position)
      await place('static')
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true })
      await place('')
    },
    close: () => context.close(),
  }
}
