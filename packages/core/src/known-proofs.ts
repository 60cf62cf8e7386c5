import type { AuthState } from './auth-state.ts'

/** A stored `auth` as it was read, and the proof that the current token of this state carries. */
export interface Known {
  readonly auth: string
  readonly state: AuthState
  readonly proof: Uint8Array
}

/** Of each half. */
const MOST = 1024

/**
 * The sessions that this process served last, so that what was checked is not worked out again for each of their requests: as long
 * as the very same `auth` is stored, its proof is the same. Every request still reads the record, and hashes and compares the secret
 * that it presents. No secret is kept here, so neither is a token: a proof without it opens nothing.
 */
export class KnownProofs {
  #recent = new Map<string, Known>()
  #older = new Map<string, Known>()

  /** What is known of the session, if that is what is stored now. */
  get(id: string, auth: string): Known | undefined {
    const known = this.#recent.get(id) ?? this.#older.get(id)
    return known?.auth === auth ? known : undefined
  }

  /** Half of what is kept is forgotten at a time: to remember which session was last served would cost every request. */
  set(id: string, known: Known): void {
    if (this.#recent.size >= MOST) {
      this.#older = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(id, known)
  }
}
