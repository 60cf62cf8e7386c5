import {
  type CreateOutcome,
  createSessions,
  type EndReason,
  type SessEvent,
  type SessionStore,
} from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import { holds, type Same } from './same.ts'

// Checked by the compiler: `pnpm run types` fails at an error, and at an expected one that does not come.

const store = memoryStore()

// There is no default store, and no store without every verb.
// @ts-expect-error
createSessions({})
declare const { endAll: _, ...lacking }: SessionStore
// @ts-expect-error
createSessions({ store: lacking })
// @ts-expect-error
createSessions({ store: memoryStore })

// Insecure configuration does not even compile.
// @ts-expect-error
createSessions({ store, cookie: { secure: false } })
// @ts-expect-error
createSessions({ store, cookie: { httpOnly: false } })
// @ts-expect-error
createSessions({ store, cookie: { sameSite: 'lax' } })
// @ts-expect-error
createSessions({ store, cookie: { prefix: '__host-' } })
// @ts-expect-error
createSessions({ store, limit: 5 })
// @ts-expect-error
createSessions({ store, limit: { max: 5, overflow: 'drop' } })
// @ts-expect-error
createSessions({ store, guests: { limit: { max: 5 } } })
// @ts-expect-error
createSessions({ store, idleTimout: '5m' })
// @ts-expect-error
createSessions({ store, carrier: 'url' })

// A key from the environment may be missing, and that has to be dealt with.
declare const fromEnvironment: string | undefined
// @ts-expect-error
createSessions({ store, partitionKey: fromEnvironment })
// @ts-expect-error
createSessions({ store, secrets: [fromEnvironment] })

createSessions({
  store,
  limit: async (userId) => (userId === 'admin' ? null : { max: 5 }),
  groups: { api: { carrier: 'bearer', limit: null } },
  issuedBefore: () => 0,
  onEvent: (event) => event.ref.id,
})

/** Every kind of event can be told apart by its type, and there are no others. */
export function describe(event: SessEvent): string {
  switch (event.type) {
    case 'session-created':
      return event.mark ?? ''
    case 'session-renewed':
    case 'session-advanced':
      return String(event.generation)
    case 'session-reissued':
      return String(event.round)
    case 'session-rekeyed':
      return event.why
    case 'session-ended':
      return event.reason + (event.by ?? '')
    case 'token-reused':
      return String(event.presentedGeneration)
    case 'csrf-refused':
      return event.why + (event.origin ?? '')
    case 'account-compromised':
      return (event.evidence ?? '') + (event.by ?? '')
    case 'elevation':
      return event.action + event.step
    case 'impersonation':
      return event.step === 'began' ? event.actor.reason + event.until : event.method + event.why
    case 'login-limited':
      return String(event.active)
    case 'login-refused':
    case 'carry-skipped':
      return ''
    case 'sign-in-unfamiliar':
      return event.reasons.join() + event.label + (event.place?.country ?? '')
    case 'sign-in-unwatched':
      return String(event.error)
    default:
      return event satisfies never
  }
}

/** Reasons are a closed set: a translation of all of them compiles, and one that lacks any does not. */
export const translated: Readonly<Record<EndReason, string>> = {
  logout: 'You signed out.',
  'idle-timeout': 'You were away.',
  'absolute-timeout': 'It was time.',
  'signed-in-again': 'You signed in again.',
  evicted: 'You signed in elsewhere.',
  'revoked-by-user': 'You ended it.',
  'revoked-by-administrator': 'We ended it.',
  'credentials-changed': 'Your password changed.',
  'token-reused': 'Somebody else may have had it.',
  'rekeying-lost': 'Something was lost.',
  'issued-before-mark': 'Everybody was signed out.',
  compromised: 'Your account was at risk.',
  'account-disabled': 'Your account is closed.',
}

export function evictedBy(answer: CreateOutcome): number {
  // @ts-expect-error Only a created session can have evicted others.
  answer.evicted
  return answer.outcome === 'created' ? answer.evicted.length : 0
}

holds<Same<CreateOutcome['outcome'], 'created' | 'limited' | 'refused' | 'duplicate'>>()
