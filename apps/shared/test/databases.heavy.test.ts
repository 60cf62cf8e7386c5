import type { Carrier } from '@sess/core'
import { startMariadb } from '@sess/servers/mariadb'
import { startPostgres } from '@sess/servers/postgres'
import { expect, onTestFinished, test } from 'vitest'
import { createDemoSessions, openStore, timingsFrom } from '../src/index.ts'

const visitor: Carrier = {
  method: 'POST',
  url: '/sign-in',
  secure: true,
  address: undefined,
  header: (name) => (name === 'sec-fetch-site' ? 'same-origin' : undefined),
  response: { sent: false, get: () => [], set: () => {} },
}

test.each([
  ['PostgreSQL', startPostgres],
  ['MariaDB', startMariadb],
])(
  '%s: two demos make the tables once, and each sees and ends the sessions of the other',
  async (name, start) => {
    const server = await start()
    onTestFinished(() => server.stop())
    const open = async () => {
      const opened = await openStore({ DATABASE_URL: server.url })
      onTestFinished(opened.close)
      expect(opened.name).toMatch(new RegExp(`^${name} at 127.0.0.1:${server.port}/`))
      const { store } = opened
      return createDemoSessions({
        store,
        timings: timingsFrom({}),
        onEvent: () => {},
        insecureLocalhost: false,
      })
    }
    const [a, b] = await Promise.all([open(), open()])
    await (await a.open(visitor)).login('ada')
    const [session] = await b.list('ada')
    expect(await b.revoke(session?.id ?? '')).toBe(true)
    expect(await a.list('ada')).toEqual([])
  },
)
