import type { MemoryState } from './memory-state.ts'
import {
  type CreateOptions,
  type CreateOutcome,
  type Ending,
  isLive,
  type Overflow,
  type Ref,
  refOf,
  type SessionRecord,
} from './store.ts'

/** Who has to go first at a full limit. Ids are ASCII: comparing code units compares bytes. */
const ORDERS: Record<Exclude<Overflow, 'reject'>, (a: SessionRecord, b: SessionRecord) => number> = {
  'evict-oldest': (a, b) => a.createdAt - b.createdAt || a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1),
  'evict-least-recent': (a, b) => a.seenAt - b.seenAt || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
}

/** `create`, in the order in which the contract numbers its steps: all is judged before anything changes. */
export function createIn(
  state: MemoryState,
  record: SessionRecord,
  now: number,
  options: CreateOptions,
): CreateOutcome {
  const taken = state.get(record.id)
  if (taken !== undefined && taken.revision !== record.revision) return { outcome: 'duplicate' }
  const { userId } = record
  const leaving = new Set<SessionRecord>()
  if (taken === undefined && userId !== null) {
    const { authenticatedAt } = options
    if (authenticatedAt !== undefined && authenticatedAt < state.notBefore(userId)) {
      return { outcome: 'refused' }
    }
    for (const id of options.evict ?? []) {
      const chosen = state.get(id)
      if (chosen?.userId === userId && isLive(chosen, now)) leaving.add(chosen)
    }
    const full = makeRoom(state, record, userId, now, options, leaving)
    if (full !== null) return { outcome: 'limited', active: full }
  }
  return write(state, record, options, leaving, taken === undefined)
}

/** Adds to `leaving` whom the limit evicts; or gives, where it rejects, the sessions that fill it. */
function makeRoom(
  state: MemoryState,
  record: SessionRecord,
  userId: string,
  now: number,
  { limit, supersedes }: CreateOptions,
  leaving: Set<SessionRecord>,
): readonly SessionRecord[] | null {
  if (limit === undefined) return null
  const filling = state
    .liveOf(userId, now)
    .filter(({ id, group }) => group === record.group && id !== supersedes)
  const staying = filling.filter((session) => !leaving.has(session))
  const surplus = staying.length - limit.max + 1
  if (surplus <= 0) return null
  if (limit.overflow === 'reject') return filling
  for (const session of staying.sort(ORDERS[limit.overflow]).slice(0, surplus)) leaving.add(session)
  return null
}

function write(
  state: MemoryState,
  record: SessionRecord,
  { evictedAs, supersedes, supersededAs }: CreateOptions,
  leaving: ReadonlySet<SessionRecord>,
  isNew: boolean,
): CreateOutcome {
  const evicting = leaving.size > 0 ? required(evictedAs, 'evictedAs') : null
  const superseding = supersedes === undefined ? null : required(supersededAs, 'supersededAs')
  const evicted: Ref[] = evicting === null ? [] : [...leaving].map((session) => state.end(session, evicting))
  const before = supersedes === undefined ? undefined : state.get(supersedes)
  const superseded = superseding !== null && before?.ended === null ? before : null
  if (superseded !== null && superseding !== null) state.end(superseded, superseding)
  if (isNew) state.put(record)
  state.tell('ended', superseded === null ? evicted : [...evicted, refOf(superseded)])
  return { outcome: 'created', evicted, superseded, mark: state.markOf(record.userId) }
}

function required(ending: Ending | undefined, option: string): Ending {
  if (ending !== undefined) return ending
  throw new TypeError(`create() that ends sessions needs the option ${option}.`)
}
