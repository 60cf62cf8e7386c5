/** The fields of a stored `auth`, in order: a hash and a key as base64url, then what AuthState has under the same names. */
export type AuthFields = readonly [
  secretHash: string,
  proofKey: string,
  generation: number,
  keyedAt: number,
  keyedGeneration: number,
  renewedAt: number,
  confirmedAt: number | null,
  reissues: number,
  reissuedAt: number,
  replaced: readonly (readonly [generation: number, at: number, late: boolean])[],
  authTime: number | null,
  acr: string | null,
  acrUntil: number | null,
  acrBefore: string | null,
  amr: readonly string[],
]

/** Of a session in which somebody else acts. */
export type ActorFields = readonly [userId: string, sessionId: string, reason: string]

type Test = (value: unknown) => boolean

const number: Test = (value) => typeof value === 'number'
const text: Test = (value) => typeof value === 'string'
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value)
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test)

const replaced: Test = (value) =>
  Array.isArray(value) &&
  value.length === 3 &&
  number(value[0]) &&
  number(value[1]) &&
  typeof value[2] === 'boolean'

type Tests<Fields> = { readonly [Field in keyof Fields]: Test }

const TESTS: Tests<AuthFields> = [
  text,
  text,
  number,
  number,
  number,
  number,
  orNull(number),
  number,
  number,
  listOf(replaced),
  orNull(number),
  orNull(text),
  orNull(number),
  orNull(text),
  listOf(text),
]

/** Whether every field is what it must be: a damaged record is an error, never a guess. */
export function isAuthFields(value: unknown): value is AuthFields {
  return (
    Array.isArray(value) && value.length === TESTS.length && value.every((field, at) => TESTS[at]?.(field))
  )
}

export function isActorFields(value: unknown): value is ActorFields {
  return Array.isArray(value) && value.length === 3 && value.every(text)
}
