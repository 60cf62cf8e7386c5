import type { Owner, Ref, SessionRecord, SessionStore } from '@sess/core'
import { seeded } from '../kit/random.ts'
import type { Scene, StoreCase } from './scene.ts'

const MAX = 3
const STEPS = 8

/** What all actors together were told. */
class Ledger {
  readonly created: SessionRecord[] = []
  readonly ended: Ref[] = []
  readonly writes = new Map<string, number>()
}

const counter = ({ body }: SessionRecord): number => Number(body.slice(1))

/** One actor's life: it signs in, writes, signs out and ends everything, in an order that chance gives. */
async function live(scene: Scene, store: SessionStore, owner: Owner, ledger: Ledger, chance: () => number) {
  const { now } = scene
  for (let step = 0; step < STEPS; step += 1) {
    const dice = chance()
    const known = ledger.created[Math.floor(chance() * ledger.created.length)]
    if (dice < 0.35 || known === undefined) {
      const record = scene.session({ owner, createdAt: now + ledger.created.length, body: '10' })
      const limit = { max: MAX, overflow: 'evict-oldest' as const }
      const answer = await store.create(record, now, { limit, evictedAs: scene.ending('evicted') })
      if (answer.outcome !== 'created') continue
      ledger.created.push(record)
      ledger.ended.push(...answer.evicted)
    } else if (dice < 0.75) {
      const current = await store.read(known.id)
      if (current === null || current.ended !== null) continue
      const next = scene.next(current, { body: `1${counter(current) + 1}` })
      if ((await store.replace(next, current.revision, now)).outcome !== 'replaced') continue
      ledger.writes.set(known.id, (ledger.writes.get(known.id) ?? 0) + 1)
    } else if (dice < 0.9) {
      const ref = await store.end(known.id, scene.ending('logout'), now)
      if (ref !== null) ledger.ended.push(ref)
    } else {
      ledger.ended.push(
        ...(await store.endAll(owner, scene.ending('revoked-by-user'), now, { except: known.id })),
      )
    }
    const seen = (await store.list(owner, now)).length
    scene.checks.holds(seen <= MAX, `never more than ${MAX} live sessions`, seen)
  }
}

export const mixedRaces: readonly StoreCase[] = [
  {
    id: 'RACE-MIXED',
    says: 'Whatever races: each session that was created is live or was reported as ended, once, and no confirmed write is lost.',
    async run(scene) {
      const { store, checks, now } = scene
      const alice = scene.owner()
      const owners = [alice, scene.owner(undefined, alice.partition)]
      const ledgers = owners.map(() => new Ledger())
      const chance = seeded(scene.random.seed ?? Math.floor(Math.random() * 2 ** 31))
      await scene.race(async (handle, actor) => {
        const [owner, ledger] = [owners[actor % 2], ledgers[actor % 2]]
        if (owner && ledger) await live(scene, handle, owner, ledger, chance)
      })
      for (const [index, owner] of owners.entries()) {
        const { created, ended, writes } = ledgers[index] ?? new Ledger()
        const left = await store.list(owner, now)
        const accounted = [...left.map(({ id }) => id), ...ended.map(({ id }) => id)].sort()
        checks.equal(
          accounted,
          created.map(({ id }) => id).sort(),
          'the live and the ended together, against the created',
        )
        for (const record of left) {
          checks.equal(
            counter(record),
            writes.get(record.id) ?? 0,
            'the writes that survived, against the confirmed',
          )
        }
      }
    },
  },
]
