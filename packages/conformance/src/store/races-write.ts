import { refOf, type SessionRecord, type SessionStore } from '@sess/core'
import type { Scene, StoreCase } from './scene.ts'

const HEAD = '1'

/** Adds an entry to the body by compare-and-set, until it lands or the record is over; says whether it landed. */
async function append(scene: Scene, store: SessionStore, id: string, entry: string): Promise<boolean> {
  let current: SessionRecord | null = await store.read(id)
  while (current !== null && current.ended === null) {
    const next = scene.next(current, { body: `${current.body}[${entry}]` })
    const answer = await store.replace(next, current.revision, scene.now)
    if (answer.outcome === 'replaced') return true
    current = answer.outcome === 'conflict' ? answer.current : null
    if (current?.revision === next.revision) return true
  }
  return false
}

const entries = (body: string): number[] =>
  [...body.matchAll(/\[(\d+)\]/g)].map(([, entry]) => Number(entry)).sort((a, b) => a - b)

const actorsThat = (landed: readonly boolean[]): number[] =>
  landed.flatMap((did, actor) => (did ? [actor] : []))

export const writeRaces: readonly StoreCase[] = [
  {
    id: 'RACE-REPLACE',
    says: 'Of racing writers with one `expected`, one wins; all others are handed what it wrote.',
    async run(scene) {
      const { checks, now } = scene
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have(owner && { owner })
        const nexts = new Map<number, SessionRecord>()
        const answers = await scene.race((handle, actor) => {
          const next = scene.next(record, { body: `1writer ${actor}` })
          nexts.set(actor, next)
          return handle.replace(next, record.revision, now)
        })
        const winners = answers.flatMap(({ outcome }, actor) => (outcome === 'replaced' ? [actor] : []))
        checks.equal(winners.length, 1, 'how many of the racing writers won')
        const current = nexts.get(winners[0] ?? -1)
        for (const answer of answers) {
          if (answer.outcome !== 'replaced')
            checks.equal(answer, { outcome: 'conflict', current }, 'a loser’s answer')
        }
        checks.equal(await scene.store.read(record.id), current, 'read() after the race')
      }
    },
  },
  {
    id: 'RACE-UPDATE',
    says: 'Concurrent read-modify-write loops over `replace` lose nothing: every entry is there in the end.',
    async run(scene) {
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have({ ...(owner && { owner }), body: HEAD })
        const landed = await scene.race((handle, actor) => append(scene, handle, record.id, String(actor)))
        const everybody = Array.from(landed, (_, actor) => actor)
        scene.checks.equal(actorsThat(landed), everybody, 'the writers whose write landed')
        const body = (await scene.store.read(record.id))?.body ?? ''
        scene.checks.equal(entries(body), everybody, 'the entries that are stored')
      }
    },
  },
  {
    id: 'RACE-END',
    says: 'Of racing ends, exactly one is told that it ended the session, and its ending is the one that stays.',
    async run(scene) {
      const { checks, now } = scene
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have(owner && { owner })
        const endingOf = (actor: number) => scene.ending('logout', { at: now + actor })
        const refs = await scene.race((handle, actor) => handle.end(record.id, endingOf(actor), now))
        const winners = refs.flatMap((ref, actor) => (ref === null ? [] : [actor]))
        checks.equal(
          winners.map((actor) => refs[actor]),
          [refOf(record)],
          'the Refs that the racing ends were given',
        )
        await scene.ended('the record', endingOf(winners[0] ?? -1), record)
      }
    },
  },
  {
    id: 'RACE-END-REPLACE',
    says: 'What is ended stays ended, whatever writes were on their way; no write that was confirmed comes after the end.',
    async run(scene) {
      const { checks, now } = scene
      for (const owner of [undefined, scene.owner()]) {
        const record = await scene.have({ ...(owner && { owner }), body: HEAD })
        const half = Math.floor(scene.actors / 2)
        const ending = scene.ending('logout')
        let over = false
        const late: number[] = []
        await scene.race(async (handle, actor) => {
          if (actor === half) {
            await append(scene, handle, record.id, String(actor))
            const ref = await handle.end(record.id, ending, now)
            over = true
            checks.equal(ref, refOf(record), 'end() during the race')
            return
          }
          const startedLate = over
          if ((await append(scene, handle, record.id, String(actor))) && startedLate) late.push(actor)
        })
        checks.equal(late, [], 'the writers that began after the end and were told `replaced`')
        const after = await scene.store.read(record.id)
        checks.equal(after?.ended, ending, 'the ending that is stored')

        if (owner) checks.equal(await scene.ids(owner), [], 'list() after the race')
      }
    },
  },
  {
    id: 'RACE-GUEST-WRITES',
    says: 'A guest that is written while a login supersedes it loses nothing: what was confirmed is in `superseded`.',
    async run(scene) {
      const { checks } = scene
      const owner = scene.owner()
      const guest = await scene.have({ body: HEAD })
      const half = Math.floor(scene.actors / 2)
      let handed: SessionRecord | null = null
      const landed = await scene.race(async (handle, actor) => {
        const landed = await append(scene, handle, guest.id, String(actor))
        if (actor !== half) return landed
        const options = { supersedes: guest.id, supersededAs: scene.ending('signed-in-again') }
        const answer = await handle.create(scene.session({ owner }), scene.now, options)
        if (answer.outcome === 'created') handed = answer.superseded
        return landed
      })
      const { body = 'none' } = (handed as SessionRecord | null) ?? {}
      checks.equal(
        entries(body),
        actorsThat(landed),
        'the entries of `superseded`, and those that were confirmed',
      )
    },
  },
]
