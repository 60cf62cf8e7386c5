import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'demo-shared/attacks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack } from './support/pack.ts'
import { emptyFolder, runIn, serve, write } from './support/project.ts'
import { instructionsOf, linesIn } from './support/readme.ts'

/** An empty folder, the packages as they are released, and what a README says, word for word: that is all, and it works. */

const READMES = ['README.md', 'packages/express/README.md', 'packages/hono/README.md']
const tarballs = mkdtempSync(join(tmpdir(), 'sess-packed-'))
let packed: ReadonlyMap<string, string>

beforeAll(async () => {
  packed = await pack(['@sess/core', '@sess/express', '@sess/hono'], tarballs)
})
afterAll(() => rmSync(tarballs, { recursive: true, force: true }))

const install = (folder: string, packages: readonly string[]) =>
  runIn(folder, 'npm', [
    'install',
    ...['--no-audit', '--no-fund', '--prefer-offline'],
    ...packages.map((name) => packed.get(name) ?? name),
  ])

test.each(READMES)(
  '%s: install, write fewer than 20 lines, sign in, see the session, sign out',
  async (readme) => {
    const { packages, files } = instructionsOf(readme)
    expect([...files.keys()]).toEqual(['app.ts'])
    expect(linesIn(files)).toBeLessThan(20)
    const folder = emptyFolder()
    await install(folder, packages)
    write(folder, files)
    const ada = new Client(await serve(folder, ['app.ts']))

    expect((await ada.get('/me')).status).toBe(401)
    expect((await ada.post('/login')).wire).toBe('POST /login → 303, to /me')
    const me = await ada.get('/me')
    expect([me.status, me.text]).toEqual([200, expect.stringMatching(/user-1|"current":true/)])
    const thief = ada.copy()
    expect((await ada.post('/logout')).status).toBeLessThan(400)
    expect((await ada.get('/me')).status).toBe(401)
    expect((await thief.get('/me')).text).toContain('"reason":"logout"')
  },
)
