import { atMost, evicts, fourInARow } from './limits.ts'
import { HOUR, MINUTE, type StoreCase } from './scene.ts'

/** Limits: who is counted, what a full one answers. */
export const createLimitCases: readonly StoreCase[] = [
  {
    id: 'CREATE-LIMIT-ROOM',
    says: 'Below `max` nobody is evicted or turned away; what `evict` ends makes room.',
    async run(scene) {
      const owner = scene.owner()
      const first = await scene.have({ owner })
      const second = scene.session({ owner })
      await evicts(scene, second, atMost(scene, 2, 'evict-oldest'), [])
      await scene.stored('the first', first)
      const third = scene.session({ owner })
      const options = { ...atMost(scene, 2, 'reject'), evict: [first.id] }
      scene.refs((await scene.created(third, options)).evicted, [first], 'evicted')
      scene.checks.equal(await scene.ids(owner), [second.id, third.id].sort(), 'list()')
    },
  },
  {
    id: 'CREATE-LIMIT-GUEST',
    says: 'The superseded session is not counted, be it a guest or the same user’s.',
    async run(scene) {
      const owner = scene.owner()
      const guest = await scene.have({ id: owner.partition + scene.session().id.slice(12), group: 'web' })
      const supersededAs = scene.ending('signed-in-again')
      const first = scene.session({ owner })
      await scene.created(first, { ...atMost(scene, 1, 'reject'), supersedes: guest.id, supersededAs })
      for (const overflow of ['reject', 'evict-oldest'] as const) {
        const [supersedes = ''] = await scene.ids(owner)
        const options = { ...atMost(scene, 1, overflow), supersedes, supersededAs }
        const answer = await scene.created(scene.session({ owner }), options)
        scene.checks.equal(
          answer.evicted,
          [],
          `evicted by 'max: 1, ${overflow}' that supersedes the only session`,
        )
        scene.checks.equal(answer.superseded?.id, supersedes, 'the id of superseded')
      }
    },
  },
  {
    id: 'CREATE-LIMIT-LIVE',
    says: 'Only live sessions are counted: not the ended ones, nor those at or past a deadline.',
    async run(scene) {
      const { now } = scene
      const owner = scene.owner()
      await scene.haveEnded({ owner })
      await scene.have({ owner, createdAt: now - HOUR })
      await scene.have({ owner, idleExpiresAt: now })
      await scene.have({ owner, absoluteExpiresAt: now })
      const live = await scene.have({ owner, createdAt: now - MINUTE, idleExpiresAt: now + 1 })
      await evicts(scene, scene.session({ owner }), atMost(scene, 2, 'reject'), [])
      await evicts(scene, scene.session({ owner }), atMost(scene, 2, 'evict-least-recent'), [live])
    },
  },
  {
    id: 'CREATE-LIMIT-GROUP',
    says: 'A limit counts the sessions of one user and one group.',
    async run(scene) {
      const owner = scene.owner()
      const web = await scene.have({ owner })
      await scene.have({ owner: scene.owner() })
      await evicts(scene, scene.session({ owner, group: 'mobile' }), atMost(scene, 1, 'reject'), [])
      await evicts(scene, scene.session({ owner }), atMost(scene, 1, 'evict-oldest'), [web])
    },
  },
  {
    id: 'CREATE-LIMIT-REJECT',
    says: 'At a full limit `reject` answers `limited` with the live sessions that fill it, oldest first, and nothing changes.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const filling = await fourInARow(scene, owner)
      const guest = await scene.have()
      const elsewhere = await scene.have({ owner, group: 'mobile' })
      const fresh = scene.session({ owner })
      const chosen = [elsewhere.id, ...filling.slice(0, 2).map(({ id }) => id)]
      for (const evict of [[], chosen]) {
        const answer = await store.create(fresh, now, {
          ...atMost(scene, 2, 'reject'),
          evict,
          supersedes: guest.id,
          supersededAs: scene.ending('signed-in-again'),
        })
        const expected = { outcome: 'limited', active: filling }
        checks.equal(answer, expected, `create() at a full limit, with ${evict.length} chosen to end`)
        await scene.missing('the rejected record', fresh)
        await scene.stored('everything after the rejection', ...filling, guest, elsewhere)
      }
    },
  },
  {
    id: 'CREATE-LIMIT-SHRINK',
    says: 'A limit that became smaller evicts as many as needed.',
    async run(scene) {
      const owner = scene.owner()
      const [first, second, third, fourth] = await fourInARow(scene, owner)
      const fresh = scene.session({ owner })
      const victims = [first, second, third].filter((victim) => victim !== undefined)
      await evicts(scene, fresh, atMost(scene, 2, 'evict-oldest'), victims)
      scene.checks.equal(await scene.ids(owner), [fourth?.id, fresh.id].sort(), 'list()')
    },
  },
]
