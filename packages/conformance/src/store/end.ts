import { refOf, type SessionRecord, tombstone } from '@sess/core'
import { DAY, HOUR, type Scene, type StoreCase } from './scene.ts'

/** Ends it, and checks all that is left of it. */
async function ends(
  scene: Scene,
  record: SessionRecord,
  ending = scene.ending(),
  now = scene.now,
): Promise<void> {
  scene.checks.equal(await scene.store.end(record.id, ending, now), refOf(record), 'end()')
  await scene.stored('the ended record', tombstone(record, ending))
}

export const endCases: readonly StoreCase[] = [
  {
    id: 'END-TOMBSTONE',
    says: '`end` gives the Ref and leaves a tombstone: `auth` and the revision stay, `body` is dropped, neighbours are untouched.',
    async run(scene) {
      const owner = scene.owner()
      const neighbour = await scene.have({ owner })
      await ends(scene, await scene.have({ owner }))
      await ends(scene, await scene.have(), scene.ending('token-reused'))
      await scene.stored('the neighbour', neighbour)
      scene.checks.equal(await scene.ids(owner), [neighbour.id], 'list()')
    },
  },
  {
    id: 'END-EXPIRED',
    says: 'An expired record that had not ended ends too, with its reason.',
    async run(scene) {
      const ending = scene.ending('idle-timeout')
      for (const given of [
        { owner: scene.owner(), createdAt: scene.now - 15 * HOUR },
        { idleExpiresAt: scene.now },
      ]) {
        const record = await scene.have(given)
        scene.checks.equal(await scene.store.end(record.id, ending, scene.now), refOf(record), 'end()')
        await scene.ended('the expired record', ending, record)
      }
    },
  },
  {
    id: 'END-ONCE',
    says: 'A record ends once: `null` for every later call, and the tombstone keeps the first ending.',
    async run(scene) {
      const ended = await scene.haveEnded({ owner: scene.owner() })
      const second = scene.ending('compromised', { at: scene.now + 1, keepUntil: scene.now + 9 * DAY })
      scene.checks.equal(await scene.store.end(ended.id, second, scene.now + 1), null, 'the second end()')
      const options = { ifRevision: ended.revision }
      scene.checks.equal(
        await scene.store.end(ended.id, second, scene.now + 1, options),
        null,
        'the third end()',
      )
      await scene.stored('what had ended before', ended)
    },
  },
  {
    id: 'END-MISSING',
    says: '`end` of a record that is not there is `null`, and creates nothing.',
    async run(scene) {
      const record = scene.session({ owner: scene.owner() })
      scene.checks.equal(await scene.store.end(record.id, scene.ending(), scene.now), null, 'end()')
      await scene.missing('what was never there', record)
      await scene.created(record)
      await scene.stored('a record created after that', record)
    },
  },
  {
    id: 'END-IF-REVISION',
    says: 'With `ifRevision`, a record of another revision stays as it is: `null`.',
    async run(scene) {
      const { store, checks, now } = scene
      const judged = await scene.have({ owner: scene.owner() })
      const current = scene.next(judged, { body: '1moved on' })
      await store.replace(current, judged.revision, now)
      const ending = scene.ending('token-reused')
      const stale = await store.end(judged.id, ending, now, { ifRevision: judged.revision })
      checks.equal(stale, null, 'end() with a revision that is no longer there')
      await scene.stored('the record that moved on', current)
      const ref = await store.end(judged.id, ending, now, { ifRevision: current.revision })
      checks.equal(ref, refOf(current), 'end() with the revision that is there')
      await scene.ended('the record', ending, current)
    },
  },
  {
    id: 'END-KEEP',
    says: 'A tombstone’s `keepUntil` is the later one of the record’s own and the ending’s.',
    async run(scene) {
      const { store, checks, now } = scene
      for (const [own, endings] of [
        [3 * DAY, DAY],
        [DAY, 3 * DAY],
      ] as const) {
        const record = await scene.have({ owner: scene.owner(), keepUntil: now + own })
        await store.end(record.id, scene.ending('logout', { keepUntil: now + endings }), now)
        checks.equal((await store.read(record.id))?.keepUntil, now + 3 * DAY, 'keepUntil of the tombstone')
      }
    },
  },
]
