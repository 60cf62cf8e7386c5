import { onTestFinished } from 'vitest'
import type { KitOptions } from '../../../conformance/src/binding/app/contract.ts'
import { readViewText } from '../../../conformance/src/binding/app/view-text.ts'
import type { Answer } from '../../../conformance/src/binding/client/answer.ts'
import { App } from '../../../conformance/src/binding/client/app.ts'
import type { Browser } from '../../../conformance/src/binding/client/browser.ts'
import type { Servers } from './servers.ts'

export const MINUTE = 60_000

/** A running app with an empty store. */
export async function openApp(servers: Servers, options: KitOptions = {}, shop = false): Promise<App> {
  const server = await servers.open({ KIT_BEHIND_PROXY: 'no', ...(shop && { SHOP: 'yes' }) })
  const subject = { ...server, url: server.url + (shop ? '/shop' : '') }
  const app = new App(subject, options)
  onTestFinished(() => subject.close())
  await app.remote.call('reset', options)
  return app
}

/** A signed-in browser whose token is due for renewal. */
export async function due(app: App, userId = 'ada') {
  const ada = await app.signedIn(userId)
  const old = app.token(ada)
  await app.remote.call('advance', 16 * MINUTE)
  return { ada, old }
}

/** Whom a page shows. */
export const seenIn = ({ text }: Answer) => readViewText(text)

export const namesOf = ({ setCookies }: Answer): string[] =>
  setCookies.map((line) => line.split('=')[0] ?? '')

/** What is said of a session that is over, or of a thief. */
export const accusations = async (app: App) =>
  (await app.since()).events.map(({ type }) => type).filter((type) => /reused|ended/.test(type))

/** The text of a page, without the marks that React leaves between its pieces. */
export const textOf = ({ text }: Answer): string => text.replaceAll('<!-- -->', '')

/** As the client's router asks for a page; Next may send it on to an address that names what it asked for. */
export async function routed(browser: Browser, path: string, headers: Readonly<Record<string, string>> = {}) {
  const asked = { headers: { rsc: '1', ...headers } }
  const answer = await browser.get(path, asked)
  const { location } = answer
  return location === null ? answer : browser.get(location.pathname + location.search, asked)
}
