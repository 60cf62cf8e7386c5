import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@sess/servers/program'
import { startRedis } from '@sess/servers/redis'
import { expect, test } from 'vitest'
import { betterAuthSecondary, connectRedis, type Rival, sess } from './helpers/rivals.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
/** Three quarters of a power of two: how full the server's tables are in the mean. */
const USERS = 768

/** Bytes of the server's memory for each session, by its own account. */
async function bytesPerSession(makeRival: MakeRival, sessions: number): Promise<number> {
  const server = open.server(await startRedis())
  /** Buffers of connections come and go with them; what is stored stays. */
  async function afterSigningIn(users: number): Promise<number> {
    const rival = await makeRival(server.port)
    for (let user = 0; user < users; user += 16) {
      const some = Array.from({ length: Math.min(16, users - user) })
      await Promise.all(some.map(() => rival.signIn(randomUUID(), sessions)))
    }
    await rival.close()
    await until('it is gone', async () => (await server.info('connected_clients')) === '1')
    return Number(await server.info('used_memory'))
  }
  // Once before it counts: scripts, and whatever else the first user brings.
  const before = await afterSigningIn(1)
  return ((await afterSigningIn(USERS)) - before) / (USERS * sessions)
}

type MakeRival = (port: number) => Promise<Rival>
const RIVALS: readonly MakeRival[] = [
  async (port) => sess(open.redis(port)),
  connectRedis,
  (port) => betterAuthSecondary(open.redis(port)),
]
const NAMES = ['Sess', 'connect-redis 10', 'Better Auth 1.7, secondary storage']

/** The numbers of the README's table, row by row. */
function readme(): number[][] {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const [, table = ''] = /<!-- memory -->\n([\s\S]*?)<!-- \/memory -->/.exec(text) ?? []
  return NAMES.map((name) => {
    const row = table.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? ''
    return row.split('|').slice(2, 4).map(Number)
  })
}

test('memory per session is what the README says, for the same content in three libraries', async () => {
  const measured: number[][] = []
  for (const rival of RIVALS) {
    measured.push([await bytesPerSession(rival, 1), await bytesPerSession(rival, 5)])
  }
  const table = measured.map((row, i) => `| ${NAMES[i]} | ${row.map(Math.round).join(' | ')} |`).join('\n')
  const claimed = readme()
  for (const [i, row] of measured.entries()) {
    for (const [k, bytes] of row.entries()) {
      const ratio = bytes / (claimed[i]?.[k] ?? 0)
      expect(Math.abs(ratio - 1), `the README should say:\n${table}`).toBeLessThan(0.05)
    }
  }
})
