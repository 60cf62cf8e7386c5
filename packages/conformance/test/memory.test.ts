import { type Ending, partitionOf, type SessionRecord } from '@sess/core'
import { memoryDeviceLedger, memoryReplayGuard, memoryStore } from '@sess/core/memory'
import { describe, expect, test } from 'vitest'
import { storeConformance } from '../src/store.ts'
import { failuresOf } from './support/run-kit.ts'
import { memorySubject } from './support/subjects.ts'

const MINUTE = 60_000
const KEPT = 10 * MINUTE

function session(number: number, now: number, userId: string | null = `user ${number % 7}`): SessionRecord {
  const id = `partitionAAA${String(number).padStart(12, '0')}`
  const times = { createdAt: now, seenAt: now, idleExpiresAt: now + MINUTE, absoluteExpiresAt: now + MINUTE }
  const rest = { group: 'web', keepUntil: now + KEPT, ended: null, auth: '1auth', body: '1body' }
  return { id, revision: `revision ${number}`, userId, ...times, ...rest }
}

const ending = (now: number): Ending => ({ reason: 'logout', at: now, keepUntil: now + KEPT })

describe('what the memory store promises beyond the contract', () => {
  test('memory is bounded by what must be kept, without any sweep', async () => {
    const store = memoryStore()
    const held = (): { records: unknown[]; users: unknown[] } => JSON.parse(store.dump())
    let most = 0
    for (let second = 0; second < 20_000; second += 1) {
      const now = second * 1000
      await store.create(session(second, now, second % 3 === 0 ? null : `user ${second}`), now)
      if (second % 5 === 0) {
        const owner = { userId: `stranger ${second}`, partition: 'partitionAAA' }
        await store.endAll(owner, ending(now), now, { notBefore: now })
      }
      if (second % 500 === 0) most = Math.max(most, held().records.length + held().users.length)
    }
    // Ten minutes' worth must be kept: 600 records with 400 users, and 120 strangers.
    expect(most).toBeGreaterThan(1000)
    expect(most).toBeLessThan(2000)
  })

  test('the work of a user does not grow with everybody else’s sessions', async () => {
    const store = memoryStore()
    for (let number = 0; number < 5000; number += 1)
      await store.create(session(number, 0, `user ${number}`), 0)
    const owner = { userId: 'user 7', partition: 'partitionAAA' }
    expect((await store.list(owner, 1)).map(({ userId }) => userId)).toEqual(['user 7'])
    expect(await store.endAll(owner, ending(1), 1)).toHaveLength(1)
  })

  test('a dump holds everything: records, endings, users, what is noted about them', async () => {
    const store = memoryStore()
    await store.create({ ...session(1, 0, 'alice'), auth: '1an auth', body: '1a body' }, 0)
    await store.create(session(2, 0, null), 0)
    await store.end(session(2, 0).id, { ...ending(1), by: 'somebody' }, 1)
    const owner = { userId: 'bob', partition: 'partitionAAA' }
    await store.endAll(owner, ending(1), 1, { notBefore: 12_345, mark: 'compromised' })
    for (const part of ['alice', '1an auth', '1a body', 'somebody', 'bob', '12345', 'compromised']) {
      expect(store.dump()).toContain(part)
    }
  })

  test('every verb gives a real promise, and rejects rather than throws', async () => {
    const store = memoryStore()
    const record = session(1, 0, 'alice')
    const owner = { userId: 'alice', partition: partitionOf(record.id) }
    const given = [
      store.create(record, 0),
      store.read(record.id),
      store.replace(record, '', 0),
      store.end(record.id, ending(0), 0),
      store.list(owner, 0),
      store.endAll(owner, ending(0), 0),
      store.sweep(0, 1),
    ]
    for (const promise of given) expect(promise).toBeInstanceOf(Promise)
    await Promise.all(given)
  })

  test('a create that lacks an ending it needs is refused before anything changes', async () => {
    const store = memoryStore()
    await store.create(session(1, 0, 'alice'), 0)
    const before = store.dump()
    const limit = { max: 1, overflow: 'evict-oldest' as const }
    await expect(store.create(session(2, 0, 'alice'), 0, { limit })).rejects.toThrow(/evictedAs/)
    await expect(store.create(session(2, 0, 'alice'), 0, { supersedes: session(1, 0).id })).rejects.toThrow(
      /supersededAs/,
    )
    expect(store.dump()).toBe(before)
  })

  test('a listener may use the store, which has already changed', async () => {
    const store = memoryStore()
    const record = session(1, 0, 'alice')
    await store.create(record, 0)
    const seen: Promise<SessionRecord | null>[] = []
    await store.subscribe(
      ({ ref }) => seen.push(store.read(ref.id)),
      () => {},
    )
    await store.end(record.id, ending(0), 0)
    expect((await Promise.all(seen)).map((found) => found?.ended?.reason)).toEqual(['logout'])
  })
})

describe('the memory ports', () => {
  test('their memory is bounded, too', async () => {
    let now = 0
    const [ledger, guard] = [memoryDeviceLedger(), memoryReplayGuard({ now: () => now })]
    for (now = 0; now < 10_000; now += 1) {
      await ledger.recognize({ userId: `user ${now}`, partition: 'partitionAAA' }, `device ${now}`, now, 100)
      await guard.consumeOnce(`key ${now}`, now + 100)
    }
    expect(JSON.parse(ledger.dump()).length).toBeLessThan(300)
    expect(JSON.parse(guard.dump()).length).toBeLessThan(300)
    expect(ledger.dump()).toContain('device 9999')
    expect(guard.dump()).toContain('key 9999')
  })
})

describe('a subject that is not what the kit was told', () => {
  test('fails, whether it offers less or more', async () => {
    const names: string[] = []
    const bodies: (() => Promise<void>)[] = []
    const collect = (name: string, body: () => Promise<void>) => {
      if (!name.startsWith('[OFFERS]')) return
      names.push(name)
      bodies.push(body)
    }
    for (const offers of [[], ['sweep', 'subscribe', 'leftovers', 'second']] as const) {
      storeConformance({ test: collect, open: async () => memorySubject(), offers })
    }
    for (const body of bodies) await expect(body()).rejects.toThrow(/\[OFFERS\] does not hold/)
    expect(names).toHaveLength(2)
    expect([...(await failuresOf(memorySubject, { random: { runs: 1 } })).keys()]).toEqual([])
  })
})
