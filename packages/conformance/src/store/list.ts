import { HOUR, MINUTE, type StoreCase } from './scene.ts'

export const listCases: readonly StoreCase[] = [
  {
    id: 'LIST-LIVE',
    says: '`list` gives the user’s live sessions of every group, whole; none that ended, none at or past a deadline.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      checks.equal(await store.list(owner, now), [], 'list() of an unknown user')
      const web = await scene.have({ owner, createdAt: now - 2 * MINUTE })
      const mobile = await scene.have({ owner, createdAt: now - MINUTE, group: 'mobile' })
      await scene.haveEnded({ owner })
      await scene.have({ owner, createdAt: now - 13 * HOUR, idleExpiresAt: now + HOUR })
      await scene.have({ owner, idleExpiresAt: now })
      await scene.have({ owner, absoluteExpiresAt: now })
      await scene.have({ owner: scene.owner() })
      await scene.have()
      const last = await scene.have({ owner, idleExpiresAt: now + 1 })
      checks.equal(await store.list(owner, now), [web, mobile, last], 'list()')
      checks.equal(await store.list(owner, now + 1), [web, mobile], 'list() a millisecond later')
    },
  },
  {
    id: 'LIST-ORDER',
    says: '`list` is ordered by `createdAt`, oldest first; ties by the bytes of the id.',
    async run(scene) {
      const { checks, now } = scene
      const owner = scene.owner()
      const tail = ['_', 'a', '-', 'Z', 'A', '0', 'z', '9']
      const tied = tail.map((first) => `${owner.partition}${first}00000000000`)
      const old = await scene.have({ owner, createdAt: now - MINUTE, seenAt: now + MINUTE })
      for (const id of tied) await scene.have({ owner, id })
      const oldest = await scene.have({ owner, createdAt: now - 9 * MINUTE })
      const ordered = ['-', '0', '9', 'A', 'Z', '_', 'a', 'z'].map(
        (first) => `${owner.partition}${first}00000000000`,
      )
      const listed = (await scene.store.list(owner, now)).map(({ id }) => id)
      checks.equal(listed, [oldest.id, old.id, ...ordered], 'the ids that list() gives')
    },
  },
]
