import { onTestFinished } from 'vitest'
import { startApp, type TestApp, type TestAppOptions } from './app.ts'
import { type Browser, bearing, browser, GUEST_COOKIE, SESSION_COOKIE } from './browser.ts'

export interface Visit extends TestApp {
  /** A new browser with an empty jar. */
  browser(): Browser
  /** Somebody who sends just this session (or guest) cookie. */
  bearing(token: string | undefined, name?: string): Browser
  /** A browser in which the user has signed in. */
  signedIn(user?: string): Promise<Browser>
}

/** A server for one test, closed when that test is over. */
export async function withApp(options?: TestAppOptions): Promise<Visit> {
  const app = await startApp(options)
  onTestFinished(app.close)
  return {
    ...app,
    browser: () => browser(app.url),
    bearing: (token, name = SESSION_COOKIE) => bearing(app.url, name, token ?? ''),
    async signedIn(user = 'ada') {
      const visitor = browser(app.url)
      const answer = await visitor.post(`/login?user=${user}`)
      if (answer.status !== 200) throw new Error(`the login answered ${answer.status}: ${answer.text}`)
      return visitor
    },
  }
}

export { GUEST_COOKIE, SESSION_COOKIE }
