import type { SessionRecord } from '@sess/core'
import { HOUR, type StoreCase } from './scene.ts'

export const readCases: readonly StoreCase[] = [
  {
    id: 'READ-LIVE',
    says: '`read` gives a live record, equal in every field to what was written.',
    async run(scene) {
      const auth = `1${'long '.repeat(100)}`
      const guest = await scene.have({ auth })
      const user = await scene.have({ owner: scene.owner(), group: 'mobile', auth })
      await scene.stored('a live record', guest, user)
    },
  },
  {
    id: 'READ-EXPIRED',
    says: '`read` gives an expired record as it stands: it may still have to answer "why".',
    async run(scene) {
      const longAgo = await scene.have({ owner: scene.owner(), createdAt: scene.now - 20 * HOUR })
      const guest = await scene.have({ createdAt: scene.now - 20 * HOUR })
      await scene.stored('an expired record', longAgo, guest)
    },
  },
  {
    id: 'READ-ENDED',
    says: '`read` gives an ended record with its ending, `by` included where there is one.',
    async run(scene) {
      for (const by of [{}, { by: 'admin 7' }]) {
        const ending = scene.ending('revoked-by-administrator', { at: scene.now - 5, ...by })
        await scene.ended('an ended record', ending, await scene.haveEnded({ owner: scene.owner() }, ending))
        await scene.ended('an ended record', ending, await scene.haveEnded({}, ending))
      }
    },
  },
  {
    id: 'READ-MISSING',
    says: '`read` gives `null` for an id that is not there.',
    async run(scene) {
      const owner = scene.owner()
      await scene.have({ owner })
      await scene.missing('an unknown id', scene.session({ owner }), scene.session())
    },
  },
  {
    id: 'READ-COPY',
    says: 'A record is a value: whatever is done to one that was passed in or given out, the store keeps its own.',
    async run(scene) {
      const { store, now } = scene
      const record = scene.session({ owner: scene.owner() })
      const mine = { ...record }
      await store.create(mine, now)
      spoil(mine)
      const given = await store.read(record.id)
      if (given !== null) spoil(given)
      for (const listed of await store.list(
        { userId: record.userId ?? '', partition: record.id.slice(0, 12) },
        now,
      )) {
        spoil(listed)
      }
      await scene.stored('a record whose copies were changed', record)
    },
  },
]

/** A frozen value may refuse; that is as good as keeping a copy. */
function spoil(record: SessionRecord): void {
  try {
    Object.assign(record, { revision: 'spoilt', body: 'spoilt', idleExpiresAt: 0 })
  } catch {
    // Frozen.
  }
}
