import type { AuthState } from '../../src/auth-state.ts'
import type { EndReason, SessionRecord } from '../../src/store.ts'
import type { Loaded } from '../../src/verdict.ts'
import type { Keyring } from './keyring.ts'

/** The moment at which every world stands: time passes by making everything else older. */
export const NOW = 1000
/** A deadline that is never reached. */
export const NEVER = 1e9

/**
 * The records that were met, each kept once under a number. Two that differ only in how long ago something was, and both
 * longer ago than anything the rules ask about, are the same: that is what makes the space finite.
 */
export class Records {
  readonly #keyring: Keyring
  readonly #oldest: number
  readonly #datesGenerations: boolean
  readonly #records: Loaded[] = []
  readonly #names: string[] = []
  readonly #byName = new Map<string, number>()
  readonly #older = new Map<number, number>()

  constructor(keyring: Keyring, horizon: number, datesGenerations: boolean) {
    this.#keyring = keyring
    this.#datesGenerations = datesGenerations
    this.#oldest = NOW - horizon
  }

  get size(): number {
    return this.#records.length
  }

  at(index: number): Loaded {
    return this.#records[index] as Loaded
  }

  name(index: number): string {
    return index < 0 ? 'missing' : (this.#names[index] as string)
  }

  keep({ record, state }: Loaded): number {
    const kept: Loaded = { record: this.#aged(record, 0), state: this.#agedState(state, 0) }
    const name = this.#describe(kept)
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    this.#byName.set(name, this.#records.length)
    this.#names.push(name)
    return this.#records.push(kept) - 1
  }

  /** The same record, `ticks` later. */
  after(index: number, ticks: number): number {
    if (index < 0) return index
    const key = index * 64 + ticks
    let older = this.#older.get(key)
    if (older === undefined) {
      const { record, state } = this.at(index)
      older = this.keep({ record: this.#aged(record, ticks), state: this.#agedState(state, ticks) })
      this.#older.set(key, older)
    }
    return older
  }

  ended(index: number, reason: EndReason): number {
    const { record, state } = this.at(index)
    return this.keep({ record: { ...record, ended: { reason, at: NOW, keepUntil: NEVER } }, state })
  }

  #past = (at: number, ticks: number): number => Math.max(at - ticks, this.#oldest)

  #aged(record: SessionRecord, ticks: number): SessionRecord {
    const deadline = (at: number) => (at >= NEVER ? NEVER : Math.max(at - ticks, NOW))
    return {
      ...record,
      seenAt: this.#past(record.seenAt, ticks),
      idleExpiresAt: deadline(record.idleExpiresAt),
      absoluteExpiresAt: deadline(record.absoluteExpiresAt),
    }
  }

  #agedState(state: AuthState, ticks: number): AuthState {
    return {
      ...state,
      keyedAt: this.#past(state.keyedAt, ticks),
      renewedAt: this.#datesGenerations ? this.#past(state.renewedAt, ticks) : this.#oldest,
      confirmedAt: state.confirmedAt === null ? null : this.#past(state.confirmedAt, ticks),
      reissuedAt: this.#past(state.reissuedAt, ticks),
      replaced: state.replaced.map(
        ([generation, at, late]) => [generation, this.#past(at, ticks), late] as const,
      ),
    }
  }

  #describe({ record, state }: Loaded): string {
    const key = this.#keyring.keyOf(state.secretHash)
    const ago = (at: number) => NOW - at
    const confirmed = state.confirmedAt === null ? 'unconfirmed' : `confirmed ${ago(state.confirmedAt)} ago`
    const rounds = `round ${state.reissues} (${ago(state.reissuedAt)} ago)`
    const replaced = state.replaced
      .map(([generation, at, late]) => `g${generation}${late ? ' late' : ''} ${ago(at)} ago`)
      .join(', ')
    const keyed = `keyed ${ago(state.keyedAt)} ago at g${state.keyedGeneration}`
    const made = `k${key}g${state.generation} ${confirmed}, made ${ago(state.renewedAt)} ago, ${rounds}`
    const left = record.idleExpiresAt === NEVER ? '' : this.#deadlines(record)
    return `${made}, ${keyed}, replaced [${replaced}]${left}${record.ended ? `, ended: ${record.ended.reason}` : ''}`
  }

  #deadlines({ seenAt, idleExpiresAt, absoluteExpiresAt }: SessionRecord): string {
    return `, seen ${NOW - seenAt} ago, idle in ${idleExpiresAt - NOW}, over in ${absoluteExpiresAt - NOW}`
  }
}
