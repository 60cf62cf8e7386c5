import type { SessionRecord } from '@sess/core'
import { until } from '@sess/servers/program'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PrismaStore, PrismaStoreError, prismaStore } from '../../src/index.ts'
import { ending, limited, NOW, next, ownerOf, record } from '../helpers/records.ts'
import { openServer, SERVER_NAMES } from '../setup/servers.ts'

/** What one user of the load knows for certain, because it was confirmed. */
interface Known {
  readonly userId: string
  /** The last session that was confirmed, as it was confirmed last. */
  live: SessionRecord | null
  /** What was asked for last and never answered: it may hold or not. */
  open: SessionRecord | null
  readonly ended: SessionRecord[]
  done: number
}

describe.each(SERVER_NAMES)('%s is killed and started again under load', (name) => {
  let opened: Awaited<ReturnType<typeof openServer>>
  beforeAll(async () => {
    opened = await openServer(name)
  })
  afterAll(() => opened.close())

  test('calls fail as store errors, nothing that was confirmed is lost, and the same client goes on', async () => {
    const store = prismaStore(opened.client, { timeout: 2_000 })
    const failures: unknown[] = []
    let running = true
    const users: Known[] = Array.from({ length: 8 }, (_, user) => ({
      userId: `user-${user}`,
      live: null,
      open: null,
      ended: [],
      done: 0,
    }))
    const load = users.map(async (known) => {
      while (running) {
        try {
          await step(store, known)
          known.done += 1
        } catch (error) {
          failures.push(error)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
    })
    const progress = (from: readonly number[]) => () =>
      users.every(({ done }, user) => done >= (from[user] ?? 0) + 10)
    const marks = () => users.map(({ done }) => done)

    await until('the load runs', progress(marks()))
    for (let crash = 0; crash < 2; crash += 1) {
      const seen = failures.length
      await opened.server.kill()
      await until('calls fail', () => failures.length > seen)
      await opened.server.restart()
      await until('the load runs again', progress(marks()))
    }
    running = false
    await Promise.all(load)

    for (const error of failures) expect(error).toBeInstanceOf(PrismaStoreError)
    for (const known of users) await check(store, known)
  })
})

/** Logs in, writes, or ends; every answer must fit what is known. */
async function step(store: PrismaStore, known: Known): Promise<void> {
  const { live, userId } = known
  if (live === null || known.open !== null) {
    const fresh = record({ userId, createdAt: NOW + known.done })
    known.live = null
    known.open = fresh
    const made = await store.create(fresh, NOW, limited(1))
    expect(made.outcome).toBe('created')
    known.live = fresh
    known.open = null
    return
  }
  expect(await store.read(live.id)).toEqual(live)
  const changed = next(live, { body: `1${known.done}` })
  known.open = changed
  if (known.done % 5 === 4) {
    expect(await store.end(live.id, ending(), NOW)).toMatchObject({ id: live.id })
    known.ended.push(live)
    known.live = null
  } else {
    const answer = await store.replace(changed, live.revision, NOW)
    // Repeated by the store itself after a lost answer, it finds its own revision.
    if (answer.outcome !== 'replaced') expect(answer).toEqual({ outcome: 'conflict', current: changed })
    known.live = changed
  }
  known.open = null
}

async function check(store: PrismaStore, { userId, live, open, ended }: Known): Promise<void> {
  const listed = await store.list(ownerOf(userId), NOW)
  expect(listed.length).toBeLessThanOrEqual(1)
  for (const one of ended) expect((await store.read(one.id))?.ended, 'what was ended').toEqual(ending())
  if (live !== null && open === null) expect(listed).toEqual([live])
}
