import type { CreateOutcome, Overflow, SessionRecord } from '@sess/core'
import { pause } from '../kit/wait.ts'
import { HOUR, MINUTE, type Scene, type StoreCase } from './scene.ts'

const MAX = 3

/** Everybody signs in at once under a limit of three, while somebody keeps watch. */
async function logIns(scene: Scene, overflow: Overflow) {
  const { store, checks, now } = scene
  const owner = scene.owner()
  const early = await Promise.all([3, 2].map((ago) => scene.have({ owner, createdAt: now - ago * MINUTE })))
  const fresh: SessionRecord[] = []
  const options = { limit: { max: MAX, overflow }, evictedAs: scene.ending('evicted') }
  let racing = true
  const most = (async () => {
    let seen = 0
    while (racing) {
      seen = Math.max(seen, (await store.list(owner, now)).length)
      await pause()
    }
    return seen
  })()
  const answers = await scene
    .race((handle, actor) => {
      const record = scene.session({ owner, createdAt: now + actor })
      fresh.push(record)
      return handle.create(record, now, options)
    })
    .finally(() => {
      racing = false
    })
  checks.holds((await most) <= MAX, `never more than ${MAX} live sessions during the race`, await most)
  const left = await scene.ids(owner)
  checks.equal(left.length, MAX, 'how many live sessions the race left')
  return { answers, early, fresh, left }
}

const created = (answers: readonly CreateOutcome[]) =>
  answers.filter((answer) => answer.outcome === 'created')

export const createRaces: readonly StoreCase[] = [
  {
    id: 'RACE-LIMIT',
    says: 'However many creates race, a limit is never exceeded, and every session that had to go is evicted exactly once.',
    async run(scene) {
      const { answers, early, fresh, left } = await logIns(scene, 'evict-oldest')
      const evicted = created(answers).flatMap((answer) => answer.evicted.map(({ id }) => id))
      scene.checks.equal(
        created(answers).length,
        answers.length,
        'how many of the racing creates were `created`',
      )
      const all = [...early, ...fresh].map(({ id }) => id)
      scene.checks.equal([...evicted, ...left].sort(), all.sort(), 'the evicted and the live together')
    },
  },
  {
    id: 'RACE-LIMIT-REJECT',
    says: 'Of creates that race for the last place under `reject`, one gets it; the others are `limited`.',
    async run(scene) {
      const { answers, early, fresh, left } = await logIns(scene, 'reject')
      const winner = fresh[answers.findIndex((answer) => answer.outcome === 'created')]
      scene.checks.equal(created(answers).length, 1, 'how many of the racing creates were `created`')
      scene.checks.equal([...left].sort(), [...early, winner].map((record) => record?.id).sort(), 'list()')
    },
  },
  {
    id: 'RACE-CREATE',
    says: 'Of creates that race for one id, one is `created`; all others are `duplicate`, but for its own repetitions.',
    async run(scene) {
      const { checks, now } = scene
      const owner = scene.owner()
      const first = scene.session({ owner })
      const rivals = await scene.race((handle, actor) =>
        handle.create(scene.next(first, { body: `1${actor}` }), now),
      )
      checks.equal(created(rivals).length, 1, 'how many of the rivals were `created`')
      const current = await scene.store.read(first.id)
      const winner = rivals.findIndex((answer) => answer.outcome === 'created')
      checks.equal(current?.body, `1${winner}`, 'the body that is stored')
      const same = scene.session({ owner })
      const repeated = await scene.race((handle) => handle.create(same, now))
      checks.equal(created(repeated).length, repeated.length, 'how many of the repetitions were `created`')
      checks.equal(await scene.ids(owner), [first.id, same.id].sort(), 'list()')
    },
  },
  {
    id: 'RACE-ENDALL',
    says: 'No login slips in between: beside an `endAll` with `notBefore`, one whose proof is older is either refused or ended.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      await scene.have({ owner })
      const options = { authenticatedAt: now - HOUR }
      const ending = scene.ending('credentials-changed')
      const half = Math.floor(scene.actors / 2)
      const ended: string[] = []
      const answers = await scene.race(async (handle, actor) => {
        if (actor === half) {
          for (const { id } of await handle.endAll(owner, ending, now, { notBefore: now })) ended.push(id)
          return null
        }
        const record = scene.session({ owner })
        return { id: record.id, ...(await handle.create(record, now, options)) }
      })
      checks.equal(await scene.ids(owner), [], 'list() after the race')
      for (const answer of answers) {
        if (answer?.outcome !== 'created') continue
        checks.holds(
          ended.includes(answer.id),
          'every login that got in is among the Refs of endAll()',
          answer.id,
        )
      }
      const late = await store.create(scene.session({ owner }), now, options)
      checks.equal(late, { outcome: 'refused' }, 'create() after the race')
    },
  },
  {
    id: 'RACE-SUPERSEDE',
    says: 'Of logins that race to supersede one guest, exactly one is handed its record.',
    async run(scene) {
      const { checks, now } = scene
      const guest = await scene.have()
      const owners = [scene.owner(), scene.owner()]
      const supersededAs = scene.ending('signed-in-again')
      const answers = await scene.race((handle, actor) => {
        const owner = owners[actor % 2]
        const record = scene.session(owner && { owner })
        return handle.create(record, now, { supersedes: guest.id, supersededAs })
      })
      const got = created(answers).flatMap(({ superseded }) => (superseded === null ? [] : [superseded]))
      checks.equal(got, [guest], 'what the logins were handed')
    },
  },
]
