import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtApp, VERSIONS } from './support/built-app.ts'
import { due, namesOf, openApp, routed, seenIn, textOf } from './support/scene.ts'
import { Servers } from './support/servers.ts'

/** A page for one person is never kept for another, whichever of Next's caches is asked. */
describe.each(VERSIONS)('caching on %s', (version) => {
  let folder: string
  let servers: Servers
  beforeAll(async () => {
    folder = await builtApp({ version })
    servers = new Servers(folder)
  }, 300_000)
  afterAll(() => servers?.stop())

  test('pages that do not ask for the session are rendered when the app is built, all others are not', () => {
    const { routes } = JSON.parse(readFileSync(join(folder, '.next/prerender-manifest.json'), 'utf8'))
    expect(Object.keys(routes)).toEqual(expect.arrayContaining(['/static', '/draft']))
    for (const page of ['/personal', '/view', '/members', '/strict', '/act', '/misuse'])
      expect(routes[page], page).toBeUndefined()
    expect(existsSync(join(folder, '.next/server/app/static.html'))).toBe(true)
  })

  test('a static page may be kept, but not with the cookie of a renewal on it', async () => {
    const app = await openApp(servers)
    const plain = await app.browser().get('/static')
    expect([plain.list('cache-control').join(), plain.setCookies]).toEqual([
      expect.stringContaining('s-maxage'),
      [],
    ])
    const { ada, old } = await due(app)
    const renewing = await ada.get('/static')
    expect(renewing.text).toContain('The same for everybody.')
    expect(namesOf(renewing)).toEqual([app.sessionCookie])
    expect(renewing.list('cache-control')).toEqual(['no-store'])
    expect(app.token(ada)).not.toBe(old)
    expect((await ada.get('/static')).list('cache-control').join()).toContain('s-maxage')
  })

  test('nor does a Route Handler that asks to be kept get its way beside a renewal', async () => {
    const app = await openApp(servers)
    const { ada } = await due(app)
    const answer = await ada.get('/own')
    expect(namesOf(answer)).toContain(app.sessionCookie)
    expect(answer.list('cache-control')).toEqual(['no-store'])
    expect((await ada.get('/own')).list('cache-control')).toEqual(['public', 'max-age=60'])
  })

  test('two people who take turns see each their own page, which no cache may keep', async () => {
    const app = await openApp(servers)
    const people = { ada: await app.signedIn('ada'), grace: await app.signedIn('grace') }
    for (const name of ['ada', 'grace', 'ada'] as const) {
      const page = await people[name].get('/personal')
      expect(textOf(page)).toContain(`Good morning, ${name}. Good night, ${name}.`)
      expect(page.list('cache-control')).toEqual(expect.arrayContaining(['private', 'no-store']))
      expect(page.list('cache-control').join()).not.toMatch(/s-maxage|public/)
    }
    expect((await app.browser().get('/personal')).text).toContain('nobody')
  })

  test("the client router's requests are answered as personally as the page", async () => {
    const app = await openApp(servers)
    for (const name of ['ada', 'grace']) {
      const person = await app.signedIn(name)
      const data = await routed(person, '/personal')
      expect(data.text).toContain(`Good night, ${name}`)
      expect(data.list('cache-control').join()).not.toMatch(/s-maxage|public/)
    }
  })

  test("what is kept for everybody cannot ask who somebody is: Next refuses it in 'use cache'", async () => {
    const app = await openApp(servers)
    for (const name of ['ada', 'grace']) {
      const page = await (await app.signedIn(name)).get('/leaky')
      expect(page.status).toBe(500)
      expect(page.text).not.toContain('You are')
    }
  })

  test('draft mode shows the editor a page of his own, and nobody else', async () => {
    const app = await openApp(servers)
    const [editor, reader] = [await app.signedIn('ada'), await app.signedIn('grace')]
    expect((await reader.get('/draft')).text).toContain('The published text.')
    await editor.get('/draft/on')
    const draft = await editor.get('/draft')
    expect(draft.text).toContain('A draft for ada.')
    expect(draft.list('cache-control').join()).not.toMatch(/s-maxage|public/)
    for (const other of [reader, app.browser()])
      expect((await other.get('/draft')).text).toContain('The published text.')
  })

  test('P3: while a renewal is under way, the proxy and the page that it lets through agree', async () => {
    const app = await openApp(servers)
    const { ada, old } = await due(app)
    const tabs = await Promise.all(Array.from({ length: 10 }, () => app.bearing(old).get('/view')))
    expect(tabs.map((tab) => seenIn(tab)?.userId)).toEqual(Array(10).fill('ada'))
    const renewed = new Set(tabs.map((tab) => tab.cookie(app.sessionCookie)))
    await ada.get('/view')
    expect([...renewed]).toEqual([app.token(ada)])
    expect(seenIn(await ada.get('/view'))?.userId).toBe('ada')
  })
})
