import { tombstone } from '@sess/core'
import { atMost, evicts, fourInARow } from './limits.ts'
import { MINUTE, type StoreCase } from './scene.ts'

/** Evictions: who has to go. */
export const createEvictCases: readonly StoreCase[] = [
  {
    id: 'CREATE-EVICT-OLDEST',
    says: '`evict-oldest` ends the smallest `createdAt` first; ties by `seenAt`, then by the bytes of the id.',
    async run(scene) {
      const { now } = scene
      const owner = scene.owner()
      const at = now - 10 * MINUTE
      const last = await scene.have({ owner, createdAt: at + 1, seenAt: at + 1 })
      const fourth = await scene.have({
        owner,
        createdAt: at,
        seenAt: at + 2,
        id: `${owner.partition}a00000000000`,
      })
      const third = await scene.have({
        owner,
        createdAt: at,
        seenAt: at + 2,
        id: `${owner.partition}B00000000000`,
      })
      const second = await scene.have({
        owner,
        createdAt: at,
        seenAt: at + 1,
        id: `${owner.partition}z00000000000`,
      })
      const first = await scene.have({ owner, createdAt: at - 1, seenAt: now })
      const options = atMost(scene, 5, 'evict-oldest')
      for (const victim of [first, second, third, fourth, last]) {
        await evicts(scene, scene.session({ owner }), options, [victim])
      }
    },
  },
  {
    id: 'CREATE-EVICT-LEAST-RECENT',
    says: '`evict-least-recent` ends the smallest `seenAt` first; ties by `createdAt`, then by the bytes of the id.',
    async run(scene) {
      const { now } = scene
      const owner = scene.owner()
      const at = now - 10 * MINUTE
      const last = await scene.have({ owner, createdAt: at, seenAt: at + 9 })
      const fourth = await scene.have({
        owner,
        createdAt: at,
        seenAt: at + 8,
        id: `${owner.partition}a00000000000`,
      })
      const third = await scene.have({
        owner,
        createdAt: at,
        seenAt: at + 8,
        id: `${owner.partition}B00000000000`,
      })
      const second = await scene.have({
        owner,
        createdAt: at - 1,
        seenAt: at + 8,
        id: `${owner.partition}z00000000000`,
      })
      const first = await scene.have({ owner, createdAt: at + 1, seenAt: at + 7 })
      const options = atMost(scene, 5, 'evict-least-recent')
      for (const victim of [first, second, third, fourth, last]) {
        await evicts(scene, scene.session({ owner }), options, [victim])
      }
    },
  },
  {
    id: 'CREATE-EVICT-NEW',
    says: 'The new session is never the one that is evicted, even if another server’s clock makes it the oldest.',
    async run(scene) {
      const owner = scene.owner()
      const [first, second] = await fourInARow(scene, owner)
      for (const [overflow, victim] of [
        ['evict-oldest', first],
        ['evict-least-recent', second],
      ] as const) {
        const fresh = scene.session({
          owner,
          createdAt: scene.now - 5 * MINUTE,
          seenAt: scene.now - 5 * MINUTE,
        })
        await evicts(scene, fresh, atMost(scene, 4, overflow), victim === undefined ? [] : [victim])
        await scene.store.end(fresh.id, scene.ending('revoked-by-user'), scene.now)
        await scene.have({ owner })
      }
    },
  },
  {
    id: 'CREATE-EVICT-CHOSEN',
    says: 'The ids in `evict` that are live and this user’s end, whatever their group; all others stay as they are.',
    async run(scene) {
      const { now } = scene
      const owner = scene.owner()
      const web = await scene.have({ owner })
      const mobile = await scene.have({ owner, group: 'mobile' })
      const kept = await scene.have({ owner })
      const expired = await scene.have({ owner, idleExpiresAt: now })
      const ended = await scene.haveEnded({ owner })
      const stranger = await scene.have({ owner: scene.owner(undefined, owner.partition) })
      const guest = await scene.have({ id: owner.partition + scene.session().id.slice(12) })
      const nobody = scene.session({ owner })
      const evictedAs = scene.ending('evicted')
      const evict = [web, mobile, web, expired, ended, stranger, guest, nobody].map(({ id }) => id)
      const fresh = scene.session({ owner })
      const { evicted } = await scene.created(fresh, { evict, evictedAs })
      scene.refs(evicted, [web, mobile], 'evicted')
      await scene.stored('the chosen', tombstone(web, evictedAs), tombstone(mobile, evictedAs))
      await scene.stored('the others', fresh, kept, expired, ended, stranger, guest)
      await scene.missing('an id that is nobody’s', nobody)
    },
  },
]
