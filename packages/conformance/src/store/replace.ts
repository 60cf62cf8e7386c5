import type { SessionRecord } from '@sess/core'
import { HOUR, MINUTE, type Scene, type StoreCase } from './scene.ts'

async function conflicts(
  scene: Scene,
  next: SessionRecord,
  expected: string,
  current: SessionRecord,
  now = scene.now,
): Promise<void> {
  const answer = await scene.store.replace(next, expected, now)
  scene.checks.equal(answer, { outcome: 'conflict', current }, 'replace()')
  await scene.stored('the record after the conflict', current)
}

async function replaces(
  scene: Scene,
  next: SessionRecord,
  expected: string,
  now = scene.now,
): Promise<SessionRecord> {
  scene.checks.equal(await scene.store.replace(next, expected, now), { outcome: 'replaced' }, 'replace()')
  await scene.stored('the replaced record', next)
  return next
}

export const replaceCases: readonly StoreCase[] = [
  {
    id: 'REPLACE-WRITES',
    says: '`replace` writes every field of `next` if the stored record is live and its revision is `expected`.',
    async run(scene) {
      const { now } = scene
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have(owner && { owner })
        const other = await scene.have(owner && { owner })
        const next = scene.next(record, {
          seenAt: now + MINUTE,
          idleExpiresAt: now + HOUR,
          absoluteExpiresAt: now + 24 * HOUR,
          keepUntil: now + 72 * HOUR,
          auth: '1another',
          body: '1{}',
        })
        const written = await replaces(scene, next, record.revision, record.idleExpiresAt - 1)
        await replaces(scene, scene.next(written, { body: '' }), written.revision)
        await scene.stored('another session', other)
      }
    },
  },
  {
    id: 'REPLACE-CONFLICT',
    says: 'With another revision stored, `replace` answers `conflict` with what is stored, and nothing changes.',
    async run(scene) {
      const owner = scene.owner()
      const record = await scene.have({ owner })
      const winner = await replaces(scene, scene.next(record), record.revision)
      await conflicts(scene, scene.next(record), record.revision, winner)
      await conflicts(scene, scene.next(record), 'never', winner)
    },
  },
  {
    id: 'REPLACE-ENDED',
    says: 'An ended record is never replaced, not even by its own revision: what is ended stays ended.',
    async run(scene) {
      for (const owner of [undefined, scene.owner()]) {
        const ended = await scene.haveEnded(owner && { owner })
        await conflicts(scene, scene.next(ended, { ended: null }), ended.revision, ended)
        if (owner) scene.checks.equal(await scene.ids(owner), [], 'list()')
      }
    },
  },
  {
    id: 'REPLACE-EXPIRED',
    says: 'An expired record is never replaced; at its deadline itself it is expired, a millisecond before it is not.',
    async run(scene) {
      const owner = scene.owner()
      const idle = await scene.have({ owner })
      const later = { idleExpiresAt: scene.now + 20 * HOUR }
      await conflicts(scene, scene.next(idle, later), idle.revision, idle, idle.idleExpiresAt)
      await replaces(scene, scene.next(idle, later), idle.revision, idle.idleExpiresAt - 1)
      const absolute = await scene.have({ owner, ...later })
      const end = absolute.absoluteExpiresAt
      await conflicts(scene, scene.next(absolute), absolute.revision, absolute, end)
      await replaces(scene, scene.next(absolute), absolute.revision, end - 1)
    },
  },
  {
    id: 'REPLACE-MISSING',
    says: '`replace` never creates: `missing` if there is no such record.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      await scene.have({ owner })
      for (const record of [scene.session(), scene.session({ owner })]) {
        const answer = await store.replace(scene.next(record), record.revision, now)
        checks.equal(answer, { outcome: 'missing' }, 'replace()')
        await scene.missing('what was never created', record)
      }
    },
  },
  {
    id: 'REPLACE-REPEATED',
    says: 'A `replace` repeated after its answer was lost finds its own revision in `current`.',
    async run(scene) {
      const record = await scene.have({ owner: scene.owner() })
      const next = await replaces(scene, scene.next(record, { body: '1once' }), record.revision)
      await conflicts(scene, next, record.revision, next)
    },
  },
  {
    id: 'REPLACE-REVISION-AGAIN',
    says: 'A revision is only compared: one that was seen before, as after a fail-over, is as good as any other.',
    async run(scene) {
      const first = await scene.have({ owner: scene.owner() })
      const second = await replaces(scene, scene.next(first, { body: '1second' }), first.revision)
      const again = await replaces(scene, { ...first, body: '1again' }, second.revision)
      await conflicts(scene, scene.next(second), second.revision, again)
      await replaces(scene, scene.next(again, { body: '1last' }), first.revision)
    },
  },
  {
    id: 'REPLACE-MOVES',
    says: 'From then on the new deadlines count everywhere: for `list`, for limits, for `endAll` and for `replace`.',
    async run(scene) {
      const { checks, now } = scene
      const owner = scene.owner()
      const record = await scene.have({ owner })
      const later = now + HOUR
      const longer = await replaces(scene, scene.next(record, { idleExpiresAt: later + 1 }), record.revision)
      checks.equal(await scene.ids(owner, later), [record.id], 'list() past the old deadline')
      const full = await scene.store.create(scene.session({ owner, createdAt: later }), later, {
        limit: { max: 1, overflow: 'reject' },
        evictedAs: scene.ending('evicted'),
      })
      checks.equal(full, { outcome: 'limited', active: [longer] }, 'create() past the old deadline')
      const shorter = await replaces(
        scene,
        scene.next(longer, { idleExpiresAt: now + 1 }),
        longer.revision,
        later,
      )
      checks.equal(await scene.ids(owner, later), [], 'list() past the new deadline')
      await conflicts(scene, scene.next(shorter), shorter.revision, shorter, now + 1)
      checks.equal(
        await scene.store.endAll(owner, scene.ending(), later),
        [],
        'endAll() past the new deadline',
      )
    },
  },
]
