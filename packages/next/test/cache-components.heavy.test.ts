import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtApp } from './support/built-app.ts'
import { due, namesOf, openApp, seenIn, textOf } from './support/scene.ts'
import { Servers } from './support/servers.ts'

/** With Cache Components every page has a shell that is made at build time; what is personal comes after it. */
describe('Cache Components', () => {
  let folder: string
  let servers: Servers
  beforeAll(async () => {
    folder = await builtApp({ version: 'next', shop: true })
    servers = new Servers(folder)
  }, 300_000)
  afterAll(() => servers?.stop())

  test('the shell of a personal page holds nothing personal, and two people see each their own', async () => {
    const shell = readFileSync(join(folder, '.next/server/app/personal.html'), 'utf8')
    expect(shell).not.toContain('Good')
    const app = await openApp(servers, {}, true)
    const people = { ada: await app.signedIn('ada'), grace: await app.signedIn('grace') }
    for (const name of ['ada', 'grace', 'ada'] as const) {
      const page = await people[name].get('/personal')
      expect(textOf(page)).toContain(`Good night, ${name}.`)
      expect(page.list('cache-control').join()).not.toMatch(/s-maxage|public/)
    }
    expect((await app.browser().get('/personal')).text).toContain('nobody')
  })

  test('a renewal goes out with the shell, and what comes after it agrees', async () => {
    const app = await openApp(servers, {}, true)
    const { ada, old } = await due(app)
    const page = await ada.get('/view')
    expect([namesOf(page), page.list('cache-control')]).toEqual([[app.sessionCookie], ['no-store']])
    expect(seenIn(page)?.userId).toBe('ada')
    expect(app.token(ada)).not.toBe(old)
  })

  test('P10: while the store is down, what comes after the shell is no session, and no guest either', async () => {
    const app = await openApp(servers, {}, true)
    const ada = await app.signedIn()
    await app.remote.call('setDown', true)
    const page = await ada.get('/view')
    expect([seenIn(page), page.setCookies]).toEqual([null, []])
    await app.remote.call('setDown', false)
    expect(seenIn(await ada.get('/view'))?.userId).toBe('ada')
  })
})
