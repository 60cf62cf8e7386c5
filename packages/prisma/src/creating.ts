import {
  type CreateOptions,
  type CreateOutcome,
  type Ending,
  type Overflow,
  refOf,
  type SessionRecord,
} from '@sess/core'
import type { Database, Tables } from './database.ts'
import { keyOf } from './encoding.ts'
import { failureOf } from './failures.ts'
import { lockLiveOf, lockNotEnded } from './live.ts'
import { lockOwner } from './owner.ts'
import { endedOf, ownerOf, rowOf } from './records.ts'

/** Who has to go first at a full limit. Ids are ASCII: comparing code units compares bytes. */
const ORDERS: Record<Exclude<Overflow, 'reject'>, (a: SessionRecord, b: SessionRecord) => number> = {
  'evict-oldest': (a, b) => a.createdAt - b.createdAt || a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1),
  'evict-least-recent': (a, b) => a.seenAt - b.seenAt || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
}

/** `create`: all is judged before anything changes, while the user's row is locked. */
export function createSession(
  database: Database,
  record: SessionRecord,
  now: number,
  options: CreateOptions,
): Promise<CreateOutcome> {
  const alone = record.userId === null && options.supersedes === undefined
  if (alone && !database.joined) return createGuest(database, record)
  const owner = record.userId === null ? null : ownerOf(record.userId)
  return database.transaction(owner, (tables) => createIn(tables, record, owner, now, options))
}

/** A guest has nothing to be counted with: one INSERT, which a taken id refuses. In the app's own transaction that would end it. */
async function createGuest({ session }: Tables, record: SessionRecord): Promise<CreateOutcome> {
  try {
    await session.insert(rowOf(record), true)
  } catch (error) {
    if (failureOf(error).kind !== 'taken') throw error
    const taken = await session.findUnique({ id: keyOf(record.id) })
    if (taken?.revision !== keyOf(record.revision)) return { outcome: 'duplicate' }
  }
  return { outcome: 'created', evicted: [], superseded: null, mark: null }
}

async function createIn(
  tables: Tables,
  record: SessionRecord,
  owner: string | null,
  now: number,
  options: CreateOptions,
): Promise<CreateOutcome> {
  const notes = owner === null ? null : await lockOwner(tables, owner, record.keepUntil)
  const taken = await tables.session.findUnique({ id: keyOf(record.id) })
  if (taken !== null && taken.revision !== keyOf(record.revision)) return { outcome: 'duplicate' }
  const leaving = new Set<SessionRecord>()
  if (taken === null && notes !== null) {
    const { authenticatedAt } = options
    if (authenticatedAt !== undefined && authenticatedAt < notes.notBefore) return { outcome: 'refused' }
    const full = await makeRoom(tables, record, notes.owner, now, options, leaving)
    if (full !== null) return { outcome: 'limited', active: full }
  }
  const superseded = await supersede(tables, options, leaving)
  if (leaving.size > 0) await end(tables, [...leaving], required(options.evictedAs, 'evictedAs'))
  if (taken === null) await tables.session.insert(rowOf(record))
  return { outcome: 'created', evicted: [...leaving].map(refOf), superseded, mark: notes?.mark ?? null }
}

/** Adds to `leaving` whom the person chose and whom the limit evicts; or gives, where it rejects, the sessions that fill it. */
async function makeRoom(
  tables: Tables,
  { group }: SessionRecord,
  owner: string,
  now: number,
  { limit, evict = [], supersedes }: CreateOptions,
  leaving: Set<SessionRecord>,
): Promise<readonly SessionRecord[] | null> {
  if (limit === undefined && evict.length === 0) return null
  const live = await lockLiveOf(tables, owner, now, evict.length === 0 ? group : undefined)
  for (const session of live) if (evict.includes(session.id)) leaving.add(session)
  if (limit === undefined) return null
  const filling = live.filter((session) => session.group === group && session.id !== supersedes)
  const staying = filling.filter((session) => !leaving.has(session))
  const surplus = staying.length - limit.max + 1
  if (surplus <= 0) return null
  if (limit.overflow === 'reject') return filling
  for (const session of staying.sort(ORDERS[limit.overflow]).slice(0, surplus)) leaving.add(session)
  return null
}

async function supersede(
  tables: Tables,
  { supersedes, supersededAs }: CreateOptions,
  leaving: ReadonlySet<SessionRecord>,
): Promise<SessionRecord | null> {
  if (supersedes === undefined) return null
  const ending = required(supersededAs, 'supersededAs')
  // Whoever was chosen to be evicted goes as that.
  if ([...leaving].some(({ id }) => id === supersedes)) return null
  const before = await lockNotEnded(tables, keyOf(supersedes))
  if (before !== null) await end(tables, [before], ending)
  return before
}

/** Ends what this transaction has locked. */
async function end({ session }: Tables, leaving: readonly SessionRecord[], ending: Ending): Promise<void> {
  await session.update({ id: { in: leaving.map(({ id }) => keyOf(id)) } }, endedOf(ending))
}

function required(ending: Ending | undefined, option: string): Ending {
  if (ending !== undefined) return ending
  throw new TypeError(`create() that ends sessions needs the option ${option}.`)
}
