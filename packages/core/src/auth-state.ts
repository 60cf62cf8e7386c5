import { fromBase64url, toBase64url } from './bytes.ts'
import { RecordFormatError } from './errors.ts'
import type { SessionRecord } from './store.ts'

/** What a session knows of its keys and of how its user proved identity: the `auth` of a record. Immutable. */
export interface AuthState {
  /** SHA-256 of the current secret. */
  readonly secretHash: Uint8Array
  /** Made once per record and never changed, so that tokens of every earlier key are still recognised as ours. */
  readonly proofKey: Uint8Array
  readonly generation: number
  /** When the current secret came in, and with which generation. */
  readonly keyedAt: number
  readonly keyedGeneration: number
  /** When the current generation was made. */
  readonly renewedAt: number
  /** When a client first presented the current generation; `null` until then. */
  readonly confirmedAt: number | null
  /** In how many further rounds the unconfirmed current generation was handed out, and when the latest round began. */
  readonly reissues: number
  readonly reissuedAt: number
  /** Tokens of earlier keys whose answers may have been under way when the key changed: `[generation, handed out at]`. */
  readonly late: readonly (readonly [generation: number, handedAt: number])[]
  readonly authTime: number | null
  readonly acr: string | null
  /** When `acr` lapses to `acrBefore`; `null`: never. */
  readonly acrUntil: number | null
  readonly acrBefore: string | null
  readonly amr: readonly string[]
}

const FORMAT = '1'

/** The stored form: a format character, then a JSON array. A field more means a new format, so that no old server drops it. */
export function encodeAuth(state: AuthState): string {
  return (
    FORMAT +
    JSON.stringify([
      toBase64url(state.secretHash),
      toBase64url(state.proofKey),
      state.generation,
      state.keyedAt,
      state.keyedGeneration,
      state.renewedAt,
      state.confirmedAt,
      state.reissues,
      state.reissuedAt,
      state.late,
      state.authTime,
      state.acr,
      state.acrUntil,
      state.acrBefore,
      state.amr,
    ])
  )
}

type Fields = [
  string,
  string,
  number,
  number,
  number,
  number,
  number | null,
  number,
  number,
  AuthState['late'],
  number | null,
  string | null,
  number | null,
  string | null,
  readonly string[],
]

/** `RecordFormatError` for a format from the future or a damaged text: never a guess. */
export function decodeAuth(record: SessionRecord): AuthState {
  if (record.auth[0] !== FORMAT) throw new RecordFormatError(record.id, 'auth')
  try {
    const fields = JSON.parse(record.auth.slice(1)) as Fields
    const [secretHash, proofKey, generation, keyedAt, keyedGeneration, renewedAt, confirmedAt] = fields
    const [, , , , , , , reissues, reissuedAt, late, authTime, acr, acrUntil, acrBefore, amr] = fields
    const state: AuthState = {
      secretHash: fromBase64url(secretHash),
      proofKey: fromBase64url(proofKey),
      generation,
      keyedAt,
      keyedGeneration,
      renewedAt,
      confirmedAt,
      reissues,
      reissuedAt,
      late,
      authTime,
      acr,
      acrUntil,
      acrBefore,
      amr,
    }
    if (state.secretHash.length !== 32 || state.proofKey.length !== 32 || fields.length !== 15)
      throw new Error('shape')
    return state
  } catch (cause) {
    throw new RecordFormatError(record.id, 'auth', cause)
  }
}

/** `acr` as it stands at `now`: an elevation lapses by time alone. */
export function acrAt(state: AuthState, now: number): string | null {
  return state.acrUntil !== null && now >= state.acrUntil ? state.acrBefore : state.acr
}
