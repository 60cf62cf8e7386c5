import { changeRecord } from '../change.ts'
import { decodeBody } from '../data.ts'
import { SessionEndedError, SupersededError } from '../errors.ts'
import type { ClientFacts } from '../events.ts'
import { checkFacts, withNewKey } from '../rekeying.ts'
import type { AuthenticationFacts } from '../sign-in-options.ts'
import { refOf } from '../store.ts'
import type { Token } from '../token.ts'
import type { AccessToken } from './access-token.ts'
import type { TokenRules } from './rules.ts'
import { sessionOf } from './session-check.ts'
import { type TokenAnswer, tokenAnswer } from './token-answer.ts'
import { slotOf } from './token-slot.ts'

/** Gives the session of an access token a new key, and its client new tokens: the old ones are dead from the moment this is written (P2). */
export async function rekeyTokens(
  rules: TokenRules,
  access: Pick<AccessToken, 'sessionId' | 'userId' | 'keyGeneration'>,
  why: 'reauthenticated' | 'regenerated',
  { client = {}, ...facts }: AuthenticationFacts & { readonly client?: ClientFacts },
): Promise<TokenAnswer> {
  const { context } = rules
  checkFacts(facts)
  const found = await sessionOf(context, access)
  if ('refused' in found) {
    if (found.refused === 'session-rekeyed') throw new SupersededError()
    throw new SessionEndedError(found.because)
  }
  const { loaded, policy } = found
  const { grant } = decodeBody(loaded.record)
  if (grant === undefined)
    throw new TypeError('This session has no refresh token. Use the methods of its own request.')
  const slot = slotOf(context, loaded, policy, client)
  let token: Token | null = null
  let at = 0
  await changeRecord(
    slot,
    loaded,
    (current, now) => {
      const made = withNewKey(current, now, policy, why === 'reauthenticated' ? facts : undefined)
      token = made.token
      at = now
      return made.next
    },
    { publish: 'rekeyed' },
  )
  const written = slot.loaded ?? loaded
  context.emit({ type: 'session-rekeyed', at, ref: refOf(written.record), client, why })
  return tokenAnswer(rules, written, grant, grant, token)
}
