import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../src/store.ts'
import { databaseAt } from '../src/stores/database-url.ts'

test.each([{}, { REDIS_URL: '', DATABASE_URL: '' }])('%j: the memory of the process', async (env) => {
  const { name, close } = await openStore(env)
  expect(name).toBe('the memory of this process')
  await close()
})

test.each([
  ['postgres://ada:secret@db.example:5433/shop', 'PostgreSQL at db.example:5433/shop'],
  ['postgresql://ada:secret@db.example/shop?schema=x', 'PostgreSQL at db.example/shop'],
  ['mysql://ada:secret@db.example/shop', 'MySQL at db.example/shop'],
  ['mariadb://ada:secret@[::1]:3307/shop', 'MariaDB at [::1]:3307/shop'],
  ['file:./demo.db', 'SQLite in ./demo.db'],
  ['file:///tmp/demo.db', 'SQLite in /tmp/demo.db'],
])('%s is told as %s', (url, name) => {
  expect(databaseAt(url).name).toBe(name)
})

test.each([
  [{ REDIS_URL: 'redis://x', DATABASE_URL: 'file:x' }, 'Leave one out: DATABASE_URL= pnpm demo'],
  [{ REDIS_URL: 'redis://x:1:2' }, 'It looks like redis://'],
  [{ DATABASE_URL: 'mongodb://x' }, 'It begins with postgres:'],
  [{ DATABASE_URL: 'postgres://x y' }, 'It looks like postgres://'],
  [{ DATABASE_URL: 'file:' }, 'It looks like file:'],
])('%j does not start', async (env, mend) => {
  await expect(openStore(env)).rejects.toThrow(mend)
})

test('a file in a folder that is not there is one line that says so', async () => {
  const DATABASE_URL = `file:${join(emptyFolder(), 'missing/demo.db')}`
  await expect(openStore({ DATABASE_URL })).rejects.toThrow(
    /^SQLite in .*demo\.db cannot be used: .* directory does not exist\. Mend that, or leave out DATABASE_URL: .*$/,
  )
})

test('nobody at a port is one line that says so, and keeps the password', async () => {
  const port = await unusedPort()
  const where = `me:secret@127.0.0.1:${port}`
  for (const [env, name] of [
    [{ REDIS_URL: `redis://${where}` }, 'Redis'],
    [{ DATABASE_URL: `postgres://${where}/db` }, 'PostgreSQL'],
    [{ DATABASE_URL: `mysql://${where}/db` }, 'MySQL'],
  ] as const) {
    const { message } = await openStore(env).then(
      () => new Error('it opened'),
      (error: Error) => error,
    )
    expect(message).toMatch(
      new RegExp(`^${name} at 127.0.0.1:${port}.* connect ECONNREFUSED .*needs nothing.$`),
    )
    expect(message).not.toContain('secret')
  }
})

test('a second demo on the same file finds the tables, and works beside the first', async () => {
  const DATABASE_URL = `file:${join(emptyFolder(), 'demo.db')}`
  const stores = [await openStore({ DATABASE_URL }), await openStore({ DATABASE_URL })]
  for (const { store } of stores) expect(await store.read('A'.repeat(24))).toBeNull()
  await Promise.all(stores.map(({ close }) => close()))
})

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sess-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Nothing listens there: it was free a moment ago. */
async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
