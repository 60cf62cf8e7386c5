import type { StandardSchemaV1 } from '@standard-schema/spec'
import { utf8 } from '../bytes.ts'
import { ConfigError, SessError } from '../errors.ts'
import { refuseUnknown } from '../known-options.ts'
import { refusedName } from './claim-names.ts'

/** What claims may be made of. */
export interface TokenSession {
  readonly userId: string
  readonly sessionId: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly audience: readonly string[]
  /** When the user last proved identity (ms). */
  readonly authTime: number | null
  readonly acr: string | null
  readonly amr: readonly string[]
}

/** The app's own claims: made by `of`, and only what `schema` lets through gets into the token. */
export interface ClaimsOptions<Claims extends object> {
  /** Any Standard Schema (zod, valibot, arktype), synchronous, that drops or refuses what it does not name. */
  readonly schema: StandardSchemaV1<unknown, Claims>
  /** Asked for every access token, at a sign-in and at every refresh: so a change of role counts from the next refresh on. */
  readonly of: (session: TokenSession) => unknown
}

/** Claims that may not go into a token: the app's mistake, a 500. No token was made. */
export class ClaimsError extends SessError {
  /** The claim at fault, for example `profile.email`; empty where the schema refuses them all. */
  readonly claim: string

  constructor(claim: string, why: string) {
    super('sess/claims', 500, `The access token's claims${claim === '' ? '' : `: "${claim}"`} ${why}.`)
    this.claim = claim
  }
}

/** All of the app's claims in bytes, so that a token with them fits into every proxy's header limit. */
const MAX_CLAIMS = 2048
/** A member that no schema names. */
const STRANGER = 'sess_stranger'

export type ClaimsOf = (session: TokenSession) => Promise<object>

/** How the app's claims are made. `ConfigError` for a schema that is seen to let everything through. */
export function claimsRules<Claims extends object>(options: ClaimsOptions<Claims> | undefined): ClaimsOf {
  if (options === undefined) return async () => ({})
  refuseUnknown('claims.', options, ['schema', 'of'])
  const { schema, of } = options
  if (typeof of !== 'function')
    throw new ConfigError('claims.of', 'it is no function.', 'Use (session) => ({ role: … }).')
  const check = claimsCheck(schema)
  const probe = check({ [STRANGER]: true })
  if (probe.issues === undefined && STRANGER in Object(probe.value)) throw openSchema()
  let isClosed = false
  return async (session) => {
    const given = await of(session)
    const first = check(given)
    if (first.issues !== undefined)
      throw new ClaimsError(
        '',
        `do not fit the schema: ${first.issues.map(({ message }) => message).join('; ')}`,
      )
    // A schema with required fields shows only now what it does with others.
    if (!isClosed && typeof given === 'object' && given !== null) {
      const second = check({ ...given, [STRANGER]: true })
      if (second.issues === undefined && STRANGER in Object(second.value)) throw openSchema()
      isClosed = true
    }
    return plainClaims(first.value)
  }
}

/** What JSON makes of the claims, which is what others will read, checked by name and by size. */
function plainClaims(value: unknown): object {
  const text: string | undefined = JSON.stringify(value)
  if (text?.[0] !== '{') throw new ClaimsError('', 'are no object')
  const size = utf8(text).length
  if (size > MAX_CLAIMS) throw new ClaimsError('', `take ${size} bytes, and ${MAX_CLAIMS} are the most`)
  const claims = JSON.parse(text) as object
  const refused = refusedName(claims)
  if (refused !== null) throw new ClaimsError(refused.path, refused.why)
  return claims
}

/** A synchronous check by a Standard Schema, for those who make claims and those who read them. */
export function claimsCheck<Claims>(
  schema: StandardSchemaV1<unknown, Claims>,
): (value: unknown) => StandardSchemaV1.SuccessResult<Claims> | StandardSchemaV1.FailureResult {
  const validate = schema?.['~standard']?.validate
  if (typeof validate !== 'function')
    throw new ConfigError(
      'claims',
      'the schema is not a Standard Schema.',
      'Pass one of zod, valibot, arktype or alike.',
    )
  return (value) => {
    const result = validate(value)
    if (!(result instanceof Promise)) return result
    result.catch(() => {})
    throw new ConfigError(
      'claims',
      'the schema answers asynchronously.',
      'Use one without asynchronous checks.',
    )
  }
}

const openSchema = (): ConfigError =>
  new ConfigError(
    'claims.schema',
    'it lets members through that it does not name, so anything could get into a token.',
    'Use one that strips or refuses them: z.object({…}), v.object({…}), type({…}).onUndeclaredKey("delete").',
  )
