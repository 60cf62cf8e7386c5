import { tombstone } from '@sess/core'
import { HOUR, MINUTE, type StoreCase } from './scene.ts'

/** `create` that takes the place of another session. */
export const createSupersedeCases: readonly StoreCase[] = [
  {
    id: 'CREATE-SUPERSEDES',
    says: 'The superseded record, in whatever partition, ends in the same step and is returned as it stood, body and all.',
    async run(scene) {
      const { store, checks, now } = scene
      const read = await scene.have()
      const newest = scene.next(read, { body: '1[{},{"cart":["written meanwhile"]}]', seenAt: now + 1 })
      checks.equal(await store.replace(newest, read.revision, now), { outcome: 'replaced' }, 'replace()')
      const owner = scene.owner()
      const inside = await scene.have({ owner })
      for (const before of [newest, inside]) {
        const record = scene.session({ owner })
        const supersededAs = scene.ending('signed-in-again')
        const answer = await scene.created(record, { supersedes: before.id, supersededAs })
        const expected = { outcome: 'created', evicted: [], superseded: before, mark: null }
        checks.equal(answer, expected, 'create() that supersedes')
        await scene.stored('the superseded one', tombstone(before, supersededAs))
        await scene.stored('the new one', record)
      }
    },
  },
  {
    id: 'CREATE-SUPERSEDES-NONE',
    says: '`superseded` is `null` if this call ended none: it is missing, or had ended already and keeps its first ending.',
    async run(scene) {
      const { checks } = scene
      const owner = scene.owner()
      const ended = await scene.haveEnded()
      for (const before of [scene.session(), ended]) {
        const supersededAs = scene.ending('signed-in-again', { keepUntil: scene.now + 5 * HOUR })
        const answer = await scene.created(scene.session({ owner }), { supersedes: before.id, supersededAs })
        checks.equal(answer.superseded, null, 'superseded')
      }
      await scene.stored('what had ended before', ended)
    },
  },
  {
    id: 'CREATE-SUPERSEDES-EXPIRED',
    says: 'A superseded record that is past a deadline, but had not ended, ends and is returned too.',
    async run(scene) {
      const before = await scene.have({ createdAt: scene.now - HOUR, idleExpiresAt: scene.now - MINUTE })
      const supersededAs = scene.ending('signed-in-again')
      const record = scene.session({ owner: scene.owner() })
      const answer = await scene.created(record, { supersedes: before.id, supersededAs })
      scene.checks.equal(answer.superseded?.id, before.id, 'the id of superseded')
      await scene.ended('the superseded one', supersededAs, before)
    },
  },
  {
    id: 'CREATE-SUPERSEDES-USER',
    says: 'A session of another user can be superseded: somebody signs in as somebody else.',
    async run(scene) {
      const [alice, bob] = [scene.owner(), scene.owner()]
      const before = await scene.have({ owner: alice })
      const other = await scene.have({ owner: alice })
      const supersededAs = scene.ending('signed-in-again')
      const record = scene.session({ owner: bob })
      const answer = await scene.created(record, { supersedes: before.id, supersededAs })
      scene.checks.equal(answer.superseded?.id, before.id, 'the id of superseded')
      scene.checks.equal(await scene.ids(alice), [other.id], 'list() of the first user')
      scene.checks.equal(await scene.ids(bob), [record.id], 'list() of the second user')
    },
  },
]
