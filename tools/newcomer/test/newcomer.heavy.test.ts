import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'demo-shared/attacks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NEW_NEXT_APP } from './support/new-next-app.ts'
import { pack } from './support/pack.ts'
import { emptyFolder, runIn, serve, write } from './support/project.ts'
import { instructionsOf, linesIn } from './support/readme.ts'

/** A registry may be slow, and a build takes half a minute. */
const PATIENCE = 300_000

/** An empty folder, the packages as they are released, and what a README says, word for word: that is all, and it works. */

const tarballs = mkdtempSync(join(tmpdir(), 'sess-packed-'))
let packed: ReadonlyMap<string, string>

beforeAll(async () => {
  packed = await pack(['@sess/core', '@sess/express', '@sess/hono', '@sess/next'], tarballs)
}, PATIENCE)
afterAll(() => rmSync(tarballs, { recursive: true, force: true }))

/** Follows a README in a folder, with the packages that are released next in place of those that were. */
async function follow(readme: string, folder: string): Promise<void> {
  const { packages, files } = instructionsOf(readme)
  expect(linesIn(files)).toBeGreaterThan(8)
  expect(linesIn(files)).toBeLessThan(20)
  const wanted = packages.map((name) => packed.get(name) ?? name)
  await runIn(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...wanted])
  write(folder, files)
}

/** Signs in, sees the session, signs out. */
async function use(url: string): Promise<void> {
  const ada = new Client(url)
  expect((await ada.get('/me')).status).toBe(401)
  expect((await ada.post('/login')).wire).toBe('POST /login → 303, to /me')
  const me = await ada.get('/me')
  expect([me.status, me.text]).toEqual([200, expect.stringMatching(/user-1|"current":true/)])
  const thief = ada.copy()
  expect((await ada.post('/logout')).status).toBeLessThan(400)
  expect((await ada.get('/me')).status).toBe(401)
  expect((await thief.get('/me')).text).toContain('"reason":"logout"')
}

test.each(['README.md', 'packages/express/README.md', 'packages/hono/README.md'])(
  '%s, in an empty folder',
  async (readme) => {
    const folder = emptyFolder()
    await follow(readme, folder)
    await use(await serve(folder, ['app.ts']))
  },
  PATIENCE,
)

test(
  'packages/next/README.md, in a new Next app',
  async () => {
    const folder = emptyFolder()
    write(folder, NEW_NEXT_APP)
    await follow('packages/next/README.md', folder)
    const next = join(folder, 'node_modules/next/dist/bin/next')
    await runIn(folder, process.execPath, [next, 'build'])
    await use(await serve(folder, [next, 'start']))
  },
  PATIENCE,
)
