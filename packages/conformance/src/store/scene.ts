import {
  type CreateOptions,
  type CreateOutcome,
  type Ending,
  type EndReason,
  type Owner,
  type Ref,
  refOf,
  type SessionRecord,
  type SessionStore,
} from '@sess/core'
import type { Case } from '../kit/case.ts'
import type { Checks } from '../kit/checks.ts'
import { randomText } from '../kit/random.ts'
import type { StoreFeature, StoreSubject } from './subject.ts'

export type StoreCase = Case<Scene, StoreFeature>

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What a case may say of a record; the rest is made up. */
export type Given = Partial<SessionRecord> & { readonly owner?: Owner }

export interface SceneOptions {
  readonly subject: StoreSubject
  readonly checks: Checks
  readonly actors: number
  readonly patience: number
  readonly random: { readonly seed: number | undefined; readonly runs: number; readonly shrink: boolean }
}

/**
 * What a case works with. Its times lie around the real present, so that a native expiry, which reads a real clock,
 * takes nothing away: every record is kept for a day or more from now, whatever `now` a case passes to a verb.
 */
export class Scene {
  readonly store: SessionStore
  readonly subject: StoreSubject
  readonly checks: Checks
  /** How many take part in a race. */
  readonly actors: number
  /** For how long at most to wait for what comes by itself, in ms. */
  readonly patience: number
  readonly random: SceneOptions['random']
  /** The `now` at which sessions are created, unless a case says otherwise. */
  readonly now = Date.now()
  #second: SessionStore | undefined

  constructor({ subject, checks, actors, patience, random }: SceneOptions) {
    this.store = subject.store
    this.subject = subject
    this.checks = checks
    this.actors = actors
    this.patience = patience
    this.random = random
  }

  owner(userId = `user-${randomText(6)}`, partition = randomText(12)): Owner {
    return { userId, partition }
  }

  /** A session: of the owner that is given, or of a guest. Idle for 30 minutes, absolute for 12 hours, kept for two days. */
  session({ owner, ...given }: Given = {}): SessionRecord {
    const createdAt = given.createdAt ?? this.now
    return {
      id: (owner?.partition ?? randomText(12)) + randomText(12),
      revision: randomText(16),
      userId: owner?.userId ?? null,
      group: owner === undefined ? 'guest' : 'web',
      createdAt,
      seenAt: createdAt,
      idleExpiresAt: createdAt + 30 * MINUTE,
      absoluteExpiresAt: createdAt + 12 * HOUR,
      keepUntil: Math.max(createdAt, this.now) + 2 * DAY,
      ended: null,
      auth: `1${randomText(40)}`,
      body: `1[{},{"note":"${randomText(8)}"}]`,
      ...given,
    }
  }

  /** The same session after a write, with a revision of its own. */
  next(record: SessionRecord, changes: Partial<SessionRecord> = {}): SessionRecord {
    return { ...record, revision: randomText(16), ...changes }
  }

  ending(reason: EndReason = 'logout', given: Partial<Ending> = {}): Ending {
    return { reason, at: this.now, keepUntil: this.now + 2 * DAY, ...given }
  }

  /** Creates a session that the case takes for granted. */
  async have(given: Given = {}): Promise<SessionRecord> {
    const record = this.session(given)
    await this.created(record)
    return record
  }

  /** `create`, which must answer `created`. */
  async created(record: SessionRecord, options: CreateOptions = {}, now = this.now): Promise<Created> {
    const answer = await this.store.create(record, now, options)
    if (answer.outcome !== 'created') {
      throw this.checks.error([`expected: create() answers 'created'`, `came:     ${JSON.stringify(answer)}`])
    }
    return answer
  }

  /** Creates a session that has ended, and gives it as it is stored then. */
  async haveEnded(given: Given = {}, ending = this.ending()): Promise<SessionRecord> {
    const record = await this.have(given)
    await this.store.end(record.id, ending, this.now)
    return (await this.store.read(record.id)) ?? record
  }

  /** What `read` gives for each of these is exactly that record. */
  async stored(what: string, ...records: SessionRecord[]): Promise<void> {
    for (const record of records) {
      this.checks.equal(await this.store.read(record.id), record, `read() of ${what}`)
    }
  }

  /** Each of these ended, and with this ending; what its tombstone keeps is the business of other cases. */
  async ended(what: string, ending: Ending, ...records: readonly SessionRecord[]): Promise<void> {
    for (const { id } of records) {
      this.checks.equal((await this.store.read(id))?.ended, ending, `the ending that read() gives of ${what}`)
    }
  }

  async missing(what: string, ...records: SessionRecord[]): Promise<void> {
    for (const { id } of records) this.checks.equal(await this.store.read(id), null, `read() of ${what}`)
  }

  /** The Refs name exactly these sessions, in whatever order. */
  refs(came: readonly Ref[], sessions: readonly SessionRecord[], what: string): void {
    const byId = (a: Ref, b: Ref) => (a.id < b.id ? -1 : 1)
    this.checks.equal([...came].sort(byId), sessions.map(refOf).sort(byId), what)
  }

  /** The ids of the user's live sessions, sorted: in which order `list` gives them is the business of another case. */
  async ids(owner: Owner, now = this.now): Promise<string[]> {
    return (await this.store.list(owner, now)).map(({ id }) => id).sort()
  }

  /** The stores that take part in a race, one per actor: handles in turn, if there is a second one. */
  async handles(): Promise<(actor: number) => SessionStore> {
    if (this.subject.second === undefined) return () => this.store
    this.#second ??= await this.subject.second()
    const second = this.#second
    return (actor) => (actor % 2 === 0 ? this.store : second)
  }

  /** Runs as many at once as there are actors, or as many as are given. */
  async race<T>(run: (store: SessionStore, actor: number) => Promise<T>, actors = this.actors): Promise<T[]> {
    const handle = await this.handles()
    return Promise.all(Array.from({ length: actors }, (_, actor) => run(handle(actor), actor)))
  }
}

export type Created = CreateOutcome & { readonly outcome: 'created' }
