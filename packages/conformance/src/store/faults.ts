import { untilAnswered } from '../kit/wait.ts'
import { HOUR, MINUTE, type Scene, type StoreCase } from './scene.ts'

/** Makes the call whose answer is lost, and then again until there is an answer. */
async function repeated<T>(scene: Scene, run: () => Promise<T>): Promise<T> {
  await scene.subject.loseNextAnswer?.()
  await run().catch(() => null)
  return untilAnswered(run, scene.patience)
}

/** Faults that every backend has. After a rejection the caller does not know what happened; repeating is always safe. */
export const faultCases: readonly StoreCase[] = [
  {
    id: 'FAULT-CREATE',
    says: 'A `create` whose answer was lost can be repeated: in the end it has happened once.',
    needs: ['lost-answers'],
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const [oldest, kept] = [
        await scene.have({ owner, createdAt: now - MINUTE }),
        await scene.have({ owner }),
      ]
      const guest = await scene.have()
      const record = scene.session({ owner })
      const [evictedAs, supersededAs] = [scene.ending('evicted'), scene.ending('signed-in-again')]
      const limit = { max: 2, overflow: 'evict-oldest' as const }
      const options = { limit, evictedAs, supersedes: guest.id, supersededAs }
      const answer = await repeated(scene, () => store.create(record, now, options))
      checks.equal(answer.outcome, 'created', 'the outcome of the repeated create()')
      checks.equal(await scene.ids(owner), [kept.id, record.id].sort(), 'list()')
      await scene.stored('the new one and the one that stays', record, kept)
      await scene.ended('the evicted', evictedAs, oldest)
      await scene.ended('the superseded', supersededAs, guest)
    },
  },
  {
    id: 'FAULT-REPLACE',
    says: 'A `replace` whose answer was lost is recognised by its own revision when it is repeated.',
    needs: ['lost-answers'],
    async run(scene) {
      const { store, checks, now } = scene
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have(owner && { owner })
        const next = scene.next(record, { body: '1once' })
        const answer = await repeated(scene, () => store.replace(next, record.revision, now))
        if (answer.outcome !== 'replaced') {
          checks.equal(answer, { outcome: 'conflict', current: next }, 'the answer to the repeated replace()')
        }
        await scene.stored('the record', next)
      }
    },
  },
  {
    id: 'FAULT-END',
    says: 'An `end` or `endAll` whose answer was lost can be repeated: everything has ended, once, and `notBefore` holds.',
    needs: ['lost-answers'],
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const [first, second] = [await scene.have({ owner }), await scene.have({ owner })]
      const [logout, all] = [scene.ending('logout'), scene.ending('revoked-by-user')]
      await repeated(scene, () => store.end(first.id, logout, now))
      await repeated(scene, () => store.endAll(owner, all, now, { notBefore: now }))
      await scene.ended('the first', logout, first)
      await scene.ended('the second', all, second)
      const late = await store.create(scene.session({ owner }), now, { authenticatedAt: now - HOUR })
      checks.equal(late, { outcome: 'refused' }, 'create() after that')
    },
  },
  {
    id: 'FAULT-OUTAGE',
    says: 'While the backend is gone every verb rejects, in bounded time, and none answers "missing"; then all is as it was.',
    needs: ['outage'],
    async run(scene) {
      const { store, checks, subject, now } = scene
      const owner = scene.owner()
      const kept = [await scene.have({ owner }), await scene.have(), await scene.haveEnded({ owner })]
      const other = scene.owner()
      const lost = await scene.have({ owner: other })
      await subject.outage?.()
      try {
        await Promise.all([
          checks.rejects(() => store.read(lost.id), 'read() in the outage'),
          checks.rejects(() => store.list(owner, now), 'list() in the outage'),
          checks.rejects(() => store.create(scene.session({ owner: other }), now), 'create() in the outage'),
          checks.rejects(
            () => store.replace(scene.next(lost), lost.revision, now),
            'replace() in the outage',
          ),
          checks.rejects(() => store.end(lost.id, scene.ending(), now), 'end() in the outage'),
          checks.rejects(() => store.endAll(other, scene.ending(), now), 'endAll() in the outage'),
        ])
      } finally {
        await subject.restore?.()
      }
      await untilAnswered(() => store.read(lost.id), scene.patience)
      await scene.stored('what was there before the outage', ...kept)
      await scene.created(scene.session({ owner }))
      checks.equal((await scene.ids(owner)).length, 2, 'how many sessions list() gives after the outage')
    },
  },
]
