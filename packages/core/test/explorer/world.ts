import type { EndReason } from '../../src/store.ts'
import type { Delivery } from '../../src/verdict.ts'
import type { Server } from './scenario.ts'
import type { Judged } from './stage.ts'

/** No token, no record. */
export const NONE = -1

export type Party = 'client' | 'thief'

/** What a request does once it is served. `page`: a proxy opens it, then a render that cannot set cookies does. */
export type Operation = 'read' | 'write' | 'rekey' | 'logout' | 'credentials' | 'page'

/**
 * How a snapshot stands to the store: it is what is stored; what a fail-over would bring back; or gone for good. A revision
 * says no more than that.
 */
export type Freshness = 'stored' | 'previous' | 'gone'

/** A request on its way through the procedure. Immutable, like everything in a world. */
export interface Request {
  readonly who: Party
  readonly token: number
  readonly via: Delivery
  readonly operation: Operation
  /** Which server answers it, from the first command to the last. */
  readonly server: Server
  /** Ticks since it was sent. */
  readonly age: number
  readonly phase:
    | { readonly at: 'sent' }
    /** Has the store's answer; the verdict is next. `again`: after a conflict. */
    | { readonly at: 'read'; readonly snapshot: number; readonly fresh: Freshness; readonly again: boolean }
    /** Served, if this write lands. */
    | { readonly at: 'writing'; readonly next: number; readonly judged: Judged; readonly fresh: Freshness }
    | { readonly at: 'ending'; readonly reason: EndReason; readonly fresh: Freshness }
    /** Served; the handler runs, for as long as it likes. `handed`: what its answer will carry. */
    | { readonly at: 'handler'; readonly handed: number; readonly fresh: Freshness; readonly begun: boolean }
  /** What the promises say of it, from what was so when it read the record. */
  readonly owed: Owed
}

/** What the promises say of a request. */
export interface Owed {
  /** Its token is so old that the session has to end (P4); `alarm`: with a security event. */
  readonly end: 'no' | 'yes' | 'alarm'
  /** Its token has been in use for a whole interval: a successor has to go out (P4). */
  readonly renewal: boolean
  /** It must not be served: a newer key was shown (P2), or its holder was told that it is over (P5). */
  readonly refusal: 'no' | 'P2' | 'P5'
  /** A successor of its token was shown: none may be handed to it any more (P4). */
  readonly successorSeen: boolean
}

export const OWED_NOTHING: Owed = { end: 'no', renewal: false, refusal: 'no', successorSeen: false }

/** An answer on its way to the client's jar; those without a token change nothing and are not kept. */
export interface Answer {
  readonly token: number
  readonly age: number
  /** Whether it may still arrive a second time. */
  readonly repeats: boolean
  /** Whether its key was already replaced when it was handed out: nothing excuses that. */
  readonly dead: boolean
}

/** How much of everything may still happen. */
export interface Left {
  readonly sends: number
  readonly thefts: number
  readonly thiefSends: number
  readonly rekeyings: number
  readonly failovers: number
  readonly losses: number
  readonly repeats: number
  /** Ends by an administrator, records that vanish, marks: what happens to a session from outside. */
  readonly strokes: number
}

/** What happened so far, as far as a promise asks about it. Kept beside the protocol, never read by it. */
export interface Past {
  /** The thief used what he stole: from now on the client may be signed out. */
  readonly acted: boolean
  /** A re-keying, or the answer to one, was lost or overtaken: the client may have to sign in again. */
  readonly excused: boolean
  /** Which generations were presented and served, and how many ticks ago first; only what a later question can tell apart. */
  readonly shown: readonly (readonly [generation: number, ago: number])[]
  /** The newest key that anybody presented. */
  readonly keyShown: number
  /** Generations whose answers may have been under way when they were replaced by a re-keying. */
  readonly overtakable: readonly number[]
  /** Somebody was told that the session is over. */
  readonly toldOver: boolean
  /** The newest generation in an answer to the client; noted at the token endpoint only. */
  readonly handed: number
  /** In how many rounds in a row answers were lost, and whether in this one. */
  readonly lostRounds: number
  readonly lostNow: boolean
  /** Ticks since the latest request that was served was sent, and since one was last served (P9). */
  readonly sentAgo: number
  readonly servedAgo: number
}

export interface World {
  readonly store: number
  /** What a fail-over would bring back, or `NONE`. */
  readonly previous: number
  /** Whether the user's other session, perhaps a stranger's, is still alive. */
  readonly others: boolean
  /** Whether some servers already know a mark that this session is older than. */
  readonly marked: boolean
  readonly jar: number
  readonly loot: readonly number[]
  readonly requests: readonly Request[]
  readonly answers: readonly Answer[]
  readonly keys: number
  readonly left: Left
  readonly past: Past
}

/** One step of a request, or of anything else. */
export interface Step {
  readonly what: string
  readonly world: World
  /** The promise that it breaks, and how. */
  readonly broken: string | null
}

/** Which thing happens next: enough to do the same elsewhere. */
export type Action =
  | { readonly of: 'request'; readonly index: number }
  | { readonly of: 'answer'; readonly index: number; readonly fate: 'arrives' | 'repeats' | 'lost' }
  | { readonly of: 'send'; readonly request: Request }
  | { readonly of: 'theft' | 'fail-over' }
  | { readonly of: 'stroke'; readonly stroke: Stroke }
  | { readonly of: 'time'; readonly ticks: number }

/** `crash`: a handler may fail between two commands. */
export type Stroke = 'revoke' | 'vanish' | 'mark' | 'crash'

export interface Move extends Step {
  readonly action: Action
}
