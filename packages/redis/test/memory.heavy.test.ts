import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startRedis } from '@sess/servers/redis'
import { expect, test } from 'vitest'
import { betterAuthSecondary, connectRedis, type Rival, sess } from './helpers/rivals.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const USERS = 1_000

/** Bytes of the server's memory for each session, by its own account. */
async function bytesPerSession(
  makeRival: (port: number) => Promise<Rival>,
  sessions: number,
): Promise<number> {
  const server = open.server(await startRedis())
  const rival = await makeRival(server.port)
  await rival.signIn(randomUUID(), 1)
  // Buffers of connections come and go; what is stored stays.
  const stored = async () => Number(await server.info('used_memory_dataset'))
  const overhead = async () => Number(await server.info('used_memory_overhead'))
  const clients = async () => Number(await server.info('mem_clients_normal'))
  const total = async () => (await stored()) + (await overhead()) - (await clients())
  const before = await total()
  for (let user = 0; user < USERS; user += 20)
    await Promise.all(Array.from({ length: 20 }, () => rival.signIn(randomUUID(), sessions)))
  const after = await total()
  await rival.close()
  return (after - before) / (USERS * sessions)
}

const RIVALS: readonly ((port: number) => Promise<Rival>)[] = [
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
