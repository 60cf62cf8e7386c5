import { refOf, type SessionRecord } from '@sess/core'
import { LOOKALIKES } from '../kit/lookalikes.ts'
import { DAY, HOUR, MINUTE, type StoreCase } from './scene.ts'

export const bytesCases: readonly StoreCase[] = [
  {
    id: 'BYTES-ID',
    says: 'Session ids compare by bytes: ids that differ in case are different sessions, for every verb.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner(undefined, 'partitionAaA')
      const tails = ['aaaaaaaaaaaa', 'aaaaaaaaaaaA', 'AAAAAAAAAAAA']
      const [lower, mixed, upper] = tails.map((tail) => scene.session({ owner, id: owner.partition + tail }))
      const otherPartition = scene.session({
        owner: scene.owner(undefined, 'partitionaaa'),
        id: `partitionaaa${tails[0]}`,
      })
      const all = [lower, mixed, upper, otherPartition].filter((record) => record !== undefined)
      for (const record of all) await scene.created(record)
      await scene.stored('ids that differ in case', ...all)
      for (const record of all) {
        const next = scene.next(record, { body: `1${record.id}` })
        checks.equal(await store.replace(next, record.revision, now), { outcome: 'replaced' }, 'replace()')
        Object.assign(record, next)
      }
      await scene.stored('ids that differ in case, once replaced', ...all)
      for (const record of all) {
        checks.equal(await store.end(record.id, scene.ending(), now), refOf(record), 'end()')
        await scene.stored('those that had not ended', ...all.slice(all.indexOf(record) + 1))
      }
    },
  },
  {
    id: 'BYTES-USER',
    says: 'User ids compare by bytes, whatever characters they are made of, trailing blanks and NUL included.',
    async run(scene) {
      const { store, checks, now } = scene
      const partition = scene.owner().partition
      const records = new Map<string, SessionRecord>()
      const ending = scene.ending('revoked-by-user')
      const limit = { limit: { max: 1, overflow: 'reject' as const }, evictedAs: ending }
      for (const userId of LOOKALIKES) {
        const record = scene.session({ owner: { userId, partition } })
        records.set(userId, record)
        await scene.created(record, limit)
      }
      for (const [userId, record] of records) {
        checks.equal(
          await store.list({ userId, partition }, now),
          [record],
          `list() of ${JSON.stringify(userId)}`,
        )
      }
      for (const [userId, record] of records) {
        const refs = await store.endAll({ userId, partition }, ending, now, { notBefore: now, mark: userId })
        scene.refs(refs, [record], `endAll() of ${JSON.stringify(userId)}`)
      }
      for (const userId of LOOKALIKES) {
        const { mark } = await scene.created(scene.session({ owner: { userId, partition } }), limit)
        checks.equal(mark, userId, `the mark of ${JSON.stringify(userId)}`)
      }
    },
  },
  {
    id: 'BYTES-GROUP',
    says: 'Groups and marks compare by bytes too.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const limit = { limit: { max: 1, overflow: 'reject' as const }, evictedAs: scene.ending('evicted') }
      for (const group of ['web', 'Web', 'web ', 'wéb', 'we\u0301b']) {
        await scene.created(scene.session({ owner, group }), limit)
      }
      await store.endAll(owner, scene.ending(), now, { mark: 'Compromised' })
      const record = await scene.have({ owner })
      await store.replace(scene.next(record), record.revision, now, { clearMark: 'compromised' })
      checks.equal((await scene.created(scene.session({ owner }))).mark, 'Compromised', 'the mark')
    },
  },
  {
    id: 'BYTES-REVISION',
    says: 'Revisions compare by bytes: one that differs in case is another one.',
    async run(scene) {
      const { store, checks, now } = scene
      const record = await scene.have({ owner: scene.owner(), revision: 'revisionAAAAAAAA' })
      for (const other of ['revisionaaaaaaaa', 'revisionAAAAAAAA ', 'revisionAAAAAAA']) {
        const replaced = await store.replace(scene.next(record), other, now)
        checks.equal(replaced, { outcome: 'conflict', current: record }, `replace() expecting ${other}`)
        checks.equal(await store.end(record.id, scene.ending(), now, { ifRevision: other }), null, 'end()')
        checks.equal(
          await store.create({ ...record, revision: other }, now),
          { outcome: 'duplicate' },
          'create()',
        )
      }
      await scene.stored('the record', record)
    },
  },
  {
    id: 'SHARED-PARTITION',
    says: 'Two users may share a partition: neither sees, counts, evicts or ends the other’s sessions.',
    async run(scene) {
      const { store, checks, now } = scene
      const alice = scene.owner('alice')
      const bob = scene.owner('bob', alice.partition)
      const mine = await scene.have({ owner: alice })
      const theirs = await scene.have({ owner: bob })
      const guest = await scene.have({ id: alice.partition + scene.session().id.slice(12), group: 'web' })
      checks.equal(await store.list(alice, now), [mine], 'list() of the first user')
      checks.equal(await store.list(bob, now), [theirs], 'list() of the second user')
      const limit = {
        limit: { max: 2, overflow: 'evict-oldest' as const },
        evictedAs: scene.ending('evicted'),
      }
      checks.equal((await scene.created(scene.session({ owner: bob }), limit)).evicted, [], 'evicted')
      await store.endAll(bob, scene.ending(), now, { notBefore: now, mark: 'compromised' })
      await scene.stored('the first user’s, and the guest’s', mine, guest)
      const answer = await scene.created(scene.session({ owner: alice }), { authenticatedAt: now - HOUR })
      checks.equal(answer.mark, null, 'the mark of the first user')
      checks.equal(await store.list(bob, now), [], 'list() of the second user')
    },
  },
  {
    id: 'NO-CLOCK',
    says: 'A store never reads a clock: `now` is what it is told, be that years ago or ahead.',
    async run(scene) {
      const { store, checks, now } = scene
      for (const then of [now - 3650 * DAY, now + 3650 * DAY]) {
        const owner = scene.owner()
        const given = { owner, createdAt: then, keepUntil: Math.max(then, now) + 2 * DAY }
        const first = scene.session(given)
        const second = scene.session({ ...given, createdAt: then + 1 })
        await scene.created(first, {}, then)
        await scene.created(second, {}, then)
        checks.equal(await store.list(owner, then + MINUTE), [first, second], 'list() while they are live')
        checks.equal(await store.list(owner, then + 30 * MINUTE), [second], 'list() when the first is over')
        const next = scene.next(second)
        checks.equal(await store.replace(next, second.revision, then), { outcome: 'replaced' }, 'replace()')
        const limit = { max: 2, overflow: 'reject' as const }
        const full = await store.create(scene.session(given), then, { limit, evictedAs: scene.ending() })
        checks.equal(full.outcome, 'limited', 'create() while they are live')
        scene.refs(await store.endAll(owner, scene.ending(), then), [first, second], 'endAll()')
      }
    },
  },
]
