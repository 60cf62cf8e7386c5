import { isActorFields, isAuthFields } from './auth-fields.ts'
import { readBase64url, toBase64url } from './bytes.ts'
import { RecordFormatError } from './errors.ts'
import type { Actor } from './session.ts'
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
  /** The tokens that the re-keyings of the last two overlaps replaced, oldest first. */
  readonly replaced: readonly Replaced[]
  readonly authTime: number | null
  readonly acr: string | null
  /** When `acr` lapses to `acrBefore`; `null`: never. */
  readonly acrUntil: number | null
  readonly acrBefore: string | null
  readonly amr: readonly string[]
  /** Of a session that has to step up first, for its user was marked as compromised (mark.ts). */
  readonly mark?: string
  /** Of a session in which somebody else acts (impersonation.ts). It bears no mark: nobody acts for a marked user. */
  readonly actor?: Actor
}

/** When a re-keying replaced it, and whether the answer that handed it out may have been under way then. */
export type Replaced = readonly [generation: number, at: number, late: boolean]

const FORMAT = '1'
/** With the mark behind the other fields. */
const FORMAT_WITH_MARK = '2'
/** With the actor there. */
const FORMAT_WITH_ACTOR = '3'
const FORMATS = [FORMAT, FORMAT_WITH_MARK, FORMAT_WITH_ACTOR]

/** The stored form: a format character, then a JSON array. A field more means a new format, so that no old server drops it. */
export function encodeAuth(state: AuthState): string {
  const { mark, actor } = state
  const format = actor !== undefined ? FORMAT_WITH_ACTOR : mark !== undefined ? FORMAT_WITH_MARK : FORMAT
  const more = actor !== undefined ? [[actor.userId, actor.sessionId, actor.reason]] : [mark ?? []].flat()
  return (
    format +
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
      state.replaced,
      state.authTime,
      state.acr,
      state.acrUntil,
      state.acrBefore,
      state.amr,
      ...more,
    ])
  )
}

/** `RecordFormatError` for a format from the future or a damaged text: never a guess. */
export function decodeAuth(record: SessionRecord): AuthState {
  const format = record.auth[0] ?? ''
  if (!FORMATS.includes(format)) throw new RecordFormatError(record.id, 'auth')
  try {
    const fields: unknown = JSON.parse(record.auth.slice(1))
    const more: unknown = format !== FORMAT && Array.isArray(fields) ? fields.pop() : undefined
    const isMark = format === FORMAT_WITH_MARK && typeof more === 'string'
    const isActor = format === FORMAT_WITH_ACTOR && isActorFields(more)
    if (!isAuthFields(fields) || !(format === FORMAT || isMark || isActor))
      throw new Error('A field is not what it must be.')
    const [secretHash, proofKey, generation, keyedAt, keyedGeneration, renewedAt, confirmedAt] = fields
    const [, , , , , , , reissues, reissuedAt, replaced, authTime, acr, acrUntil, acrBefore, amr] = fields
    return {
      secretHash: bytes32(secretHash),
      proofKey: bytes32(proofKey),
      generation,
      keyedAt,
      keyedGeneration,
      renewedAt,
      confirmedAt,
      reissues,
      reissuedAt,
      replaced,
      authTime,
      acr,
      acrUntil,
      acrBefore,
      amr,
      ...(isMark && { mark: more }),
      ...(isActor && { actor: { userId: more[0], sessionId: more[1], reason: more[2] } }),
    }
  } catch (cause) {
    throw new RecordFormatError(record.id, 'auth', cause)
  }
}

function bytes32(text: string): Uint8Array {
  const bytes = new Uint8Array(32)
  if (text.length !== 43 || !readBase64url(text, 0, 43, bytes, 0))
    throw new Error('These are not 32 bytes in base64url.')
  return bytes
}

/** `acr` as it stands at `now`: an elevation lapses by time alone. */
export function acrAt(state: AuthState, now: number): string | null {
  return state.acrUntil !== null && now >= state.acrUntil ? state.acrBefore : state.acr
}
