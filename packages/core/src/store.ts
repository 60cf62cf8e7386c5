/**
 * The store contract: six atomic verbs. Whoever implements them right gets every promise of the
 * library; `@sess/conformance/store` proves that an implementation does. Case ids in brackets
 * (for example `[CREATE-DUPLICATE]`) are the requirements that the kit checks by that name.
 *
 * These rules hold for every verb:
 *
 * - Expected outcomes are values; a rejected promise means that the backend failed, and only that. While it is gone
 *   every verb rejects `[FAULT-OUTAGE]`. After a rejection the caller does not know whether the call had happened;
 *   repeating it is always safe `[FAULT-CREATE]` `[FAULT-REPLACE]` `[FAULT-END]`.
 * - A store never reads a clock: `now` is passed in. `[NO-CLOCK]`
 * - User ids and session ids compare by bytes, whatever the backend's collation `[BYTES-ID]` `[BYTES-USER]`; so do
 *   groups, marks `[BYTES-GROUP]` and revisions `[BYTES-REVISION]`. Two users may share a partition `[SHARED-PARTITION]`.
 * - Texts are well-formed Unicode of any length and every code point, NUL included `[BYTES-SIZE]`. A text that is not
 *   well-formed is refused with a rejection, or kept as it is; it is never altered `[BYTES-SURROGATE]`.
 * - A record is a value: what is done to one that was passed in or given out changes nothing in the store. `[READ-COPY]`
 * - Reads are linearizable: what one process wrote, every other one reads at once. `[SECOND-HANDLE]`
 * - Nothing is dropped early, and nothing is left for ever: once all is past its `keepUntil`, no record, index or state
 *   of a user remains `[LEFTOVERS]`.
 * - However commands follow one another `[MODEL]` or race `[RACE-MIXED]`, each session that was created is live or was
 *   reported as ended, once, and no confirmed write is lost.
 *
 * A record is *live* at `now` when it has not ended and `now < min(idleExpiresAt, absoluteExpiresAt)`.
 */

/** One session as a store keeps it: an immutable value. All times are milliseconds since the epoch. */
export interface SessionRecord {
  /** Public handle, 24 base64url characters: 12 of the partition, 12 of its own. Log it, revoke by it; it is no credential. */
  readonly id: string
  /** Random per write: the compare-and-set token. */
  readonly revision: string
  /** Never changes: signing in makes a new record. `null` for a guest. */
  readonly userId: string | null
  /** What a limit counts: `web`, `mobile`, `api`… Never changes. */
  readonly group: string
  readonly createdAt: number
  readonly seenAt: number
  readonly idleExpiresAt: number
  readonly absoluteExpiresAt: number
  /** No backend drops the record before this moment: it may still have to answer "why". `[KEEP-UNTIL]` */
  readonly keepUntil: number
  /** A tombstone keeps `auth` and drops `body`; it is not listed, not counted and not replaceable. */
  readonly ended: Ending | null
  /** Opaque to the store, returned byte for byte `[BYTES-PAYLOAD]`: a format byte, then what the session knows of its keys and authentication. */
  readonly auth: string
  /** Opaque to the store, returned byte for byte: client facts and the app's data. */
  readonly body: string
}

/** Why a session ended. A closed set: apps may translate every one of them for their users. */
export const END_REASONS = [
  'logout',
  'idle-timeout',
  'absolute-timeout',
  'signed-in-again',
  'evicted',
  'revoked-by-user',
  'revoked-by-administrator',
  'credentials-changed',
  'token-reused',
  'rekeying-lost',
  'issued-before-mark',
  'compromised',
  'account-disabled',
] as const

export type EndReason = (typeof END_REASONS)[number]

/** The end of a session, as its tombstone remembers it. */
export interface Ending {
  readonly reason: EndReason
  readonly at: number
  /** Who did it, when it was somebody else: an administrator's id, a session id. */
  readonly by?: string
  /** The tombstone, and what an `endAll` notes about the user, are kept at least until this moment. */
  readonly keepUntil: number
}

/** Names a session without saying anything about what it holds. */
export interface Ref {
  readonly id: string
  readonly userId: string | null
  readonly group: string
}

/** A user and the partition in which that user's sessions lie. Core computes the partition; stores never do. */
export interface Owner {
  readonly userId: string
  readonly partition: string
}

/** What happens at a full limit: refuse the newcomer, or end the oldest (`createdAt`) or the least recently seen (`seenAt`). */
export type Overflow = 'reject' | 'evict-oldest' | 'evict-least-recent'

export interface CreateOptions {
  readonly limit?: { readonly max: number; readonly overflow: Overflow }
  /** Ids that the person chose to end in the same step; only this user's count. */
  readonly evict?: readonly string[]
  /** The ending of everything evicted; required with `limit` or `evict`. */
  readonly evictedAs?: Ending
  /** The session that this one takes the place of. It may lie in another partition. */
  readonly supersedes?: string
  /** The ending of the superseded one; required with `supersedes`. */
  readonly supersededAs?: Ending
  /** When the proof of identity began; compared with the user's `notBefore`. */
  readonly authenticatedAt?: number
}

export type CreateOutcome =
  | {
      readonly outcome: 'created'
      readonly evicted: readonly Ref[]
      /** The superseded record as it stood just before this call ended it, body and all; `null` if this call ended none. */
      readonly superseded: SessionRecord | null
      /** The user's mark, if one is set; `create` keeps it. */
      readonly mark: string | null
    }
  /**
   * Full, and `overflow` is `reject`: nothing changed. `active` are the user's live sessions of that group without the
   * superseded one, oldest first; those that `evict` would have ended are among them, for they live on.
   */
  | { readonly outcome: 'limited'; readonly active: readonly SessionRecord[] }
  /** The proof of identity began before an end-all: nothing changed. */
  | { readonly outcome: 'refused' }
  /** The id is taken by another record: nothing changed. */
  | { readonly outcome: 'duplicate' }

export interface ReplaceOptions {
  /** Clears the user's mark in the same step, if it equals this value. */
  readonly clearMark?: string
  /** Tells subscribers that the session was re-keyed. */
  readonly publish?: 'rekeyed'
}

export type ReplaceOutcome =
  | { readonly outcome: 'replaced' }
  /** Another revision is stored, or the record is no longer live: nothing changed. `current` is what is stored. */
  | { readonly outcome: 'conflict'; readonly current: SessionRecord }
  | { readonly outcome: 'missing' }

export interface EndOptions {
  /** Ends only if the stored revision is this one. */
  readonly ifRevision?: string
}

export interface EndAllOptions {
  /** The one session that stays. */
  readonly except?: string
  /** Logins whose proof of identity began before this moment are refused from now on. Only ever grows. */
  readonly notBefore?: number
  /** Marks the user (for example as compromised): `create` reports it until a `replace` clears it. */
  readonly mark?: string
}

/** What a subscriber is told: a session ended, or was re-keyed, wherever that happened. */
export type StoreNotice = { readonly kind: 'ended' | 'rekeyed'; readonly ref: Ref }

export interface SessionStore {
  /**
   * Inserts a record `[CREATE-STORES]`; never overwrites. In this order, as one atomic step:
   *
   * 1. The id is there with the same revision (our own write, repeated) → `created`, evicting nobody;
   *    superseding is repeated, in case only half of it had happened `[CREATE-REPEATED-SUPERSEDES]`. `[CREATE-REPEATED]`
   *    What has ended since stays ended. `[CREATE-REPEATED-ENDED]`
   * 2. The id is there otherwise, live or not → `duplicate`; of racing creates, one is first. `[CREATE-DUPLICATE]` `[RACE-CREATE]`
   * 3. `authenticatedAt < notBefore` of the user → `refused`; equal passes. `[CREATE-REFUSED]`
   * 4. The ids in `evict` that are live and this user's end, whatever their group. `[CREATE-EVICT-CHOSEN]`
   * 5. Live sessions of the user *and* group `[CREATE-LIMIT-GROUP]` are counted, without the superseded one
   *    `[CREATE-LIMIT-GUEST]`, without expired or ended ones `[CREATE-LIMIT-LIVE]` and without those of step 4
   *    `[CREATE-LIMIT-ROOM]`. At or over `max`: `reject` → `limited`, nothing changes (not even step 4)
   *    `[CREATE-LIMIT-REJECT]`; the others evict as many as needed `[CREATE-LIMIT-SHRINK]`, never the new one
   *    `[CREATE-EVICT-NEW]`, first the smallest `createdAt` (or `seenAt`), ties by `seenAt`, `createdAt`, then id
   *    bytes. `[CREATE-EVICT-OLDEST]` `[CREATE-EVICT-LEAST-RECENT]`
   * 6. The superseded record, whosever it is `[CREATE-SUPERSEDES-USER]`, ends and is returned as it stood
   *    `[CREATE-SUPERSEDES]`, an expired one too `[CREATE-SUPERSEDES-EXPIRED]`; `null` if it is missing or had ended
   *    (by step 4, for example). `[CREATE-SUPERSEDES-NONE]` Nothing written to it meanwhile is lost `[RACE-GUEST-WRITES]`;
   *    of racing logins, one is handed it. `[RACE-SUPERSEDE]`
   *
   * Only `created` changes anything. However many creates race, a limit is never exceeded `[RACE-LIMIT]`
   * `[RACE-LIMIT-REJECT]`. A record without a user ignores `limit`, `evict` and `authenticatedAt`. `[CREATE-GUEST]`
   */
  create(record: SessionRecord, now: number, options?: CreateOptions): Promise<CreateOutcome>

  /** The record (live, expired or ended), or `null`. `[READ-LIVE]` `[READ-EXPIRED]` `[READ-ENDED]` `[READ-MISSING]` */
  read(id: string): Promise<SessionRecord | null>

  /**
   * Writes `next` if the stored record of that id is live at `now` and its revision is `expected` `[REPLACE-WRITES]`;
   * otherwise `conflict` with what is stored `[REPLACE-CONFLICT]` `[REPLACE-ENDED]` `[REPLACE-EXPIRED]`, or `missing`.
   * Never creates. `[REPLACE-MISSING]` `current.revision === next.revision` tells the caller that its own write had
   * landed and the answer was lost. `[REPLACE-REPEATED]` Of racing writers with one `expected`, one wins `[RACE-REPLACE]`,
   * and loops of read and `replace` lose nothing `[RACE-UPDATE]`. A revision is only compared: one that was there before,
   * as after a fail-over, is as good as any other. `[REPLACE-REVISION-AGAIN]` New deadlines count everywhere from then
   * on. `[REPLACE-MOVES]` `clearMark` clears only what it names, and only with the write. `[REPLACE-CLEARS-MARK]`
   */
  replace(
    next: SessionRecord,
    expected: string,
    now: number,
    options?: ReplaceOptions,
  ): Promise<ReplaceOutcome>

  /**
   * Ends the record and drops its body. `[END-TOMBSTONE]` The Ref if this very call ended it (an expired one
   * too `[END-EXPIRED]`); `null` if it is missing `[END-MISSING]`, already ended `[END-ONCE]` `[RACE-END]`, or of
   * another revision than `ifRevision` `[END-IF-REVISION]`. The tombstone keeps the first ending, and is kept until the
   * later of its own and the ending's `keepUntil`. `[END-KEEP]` The revision stays. No write that was on its way brings
   * it back. `[RACE-END-REPLACE]`
   */
  end(id: string, ending: Ending, now: number, options?: EndOptions): Promise<Ref | null>

  /** The user's live sessions of every group, oldest `createdAt` first, ties by id bytes. `[LIST-LIVE]` `[LIST-ORDER]` */
  list(owner: Owner, now: number): Promise<readonly SessionRecord[]>

  /**
   * Ends all live sessions of the user but `except` `[ENDALL-ENDS]` `[ENDALL-EXCEPT]` and returns their Refs; nobody
   * else's `[ENDALL-OTHERS]`. Sets `notBefore` (the larger one stays `[ENDALL-NOT-BEFORE]`) and `mark` `[ENDALL-MARK]`,
   * also for a user without sessions. All in one step: no login slips in between. `[RACE-ENDALL]` `notBefore` is kept at
   * least until `ending.keepUntil` `[ENDALL-KEEPS]`; a mark until it is cleared or another takes its place
   * `[ENDALL-MARK-KEEPS]`.
   */
  endAll(owner: Owner, ending: Ending, now: number, options?: EndAllOptions): Promise<readonly Ref[]>

  /** Removes up to `limit` records whose `keepUntil` has passed; for backends without native expiry. `[SWEEP]` */
  sweep?(now: number, limit: number): Promise<{ readonly removed: number; readonly more: boolean }>

  /**
   * Calls `listener` for what ended `[SUBSCRIBE]` or was re-keyed `[SUBSCRIBE-REKEYED]`, in whatever process
   * `[SUBSCRIBE-ANYWHERE]`; `onGap` after a time in which notices may have been lost `[SUBSCRIBE-GAP]`. A listener that
   * throws disturbs nobody. `[SUBSCRIBE-THROWS]` The function given back stops it. `[SUBSCRIBE-STOP]`
   */
  subscribe?(listener: (notice: StoreNotice) => void, onGap: () => void): Promise<() => Promise<void>>
}

/** The verbs that every store has; checked when `createSessions` starts. */
export const STORE_VERBS = ['create', 'read', 'replace', 'end', 'list', 'endAll'] as const

/** Whether the record is live at `now`. Deadlines are exclusive: at the deadline itself it is over. */
export function isLive(record: SessionRecord, now: number): boolean {
  return record.ended === null && now < Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
}

/** The tombstone of a record: keeps `auth`, drops `body`, is kept until the later of the two `keepUntil`. */
export function tombstone(record: SessionRecord, ending: Ending): SessionRecord {
  const keepUntil = Math.max(record.keepUntil, ending.keepUntil)
  return { ...record, ended: ending, body: '', keepUntil }
}

export const refOf = ({ id, userId, group }: SessionRecord): Ref => ({ id, userId, group })

/** The partition that an id lies in: its first 12 characters. */
export const partitionOf = (id: string): string => id.slice(0, 12)
