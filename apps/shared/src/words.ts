import type { EndReason, SessEvent } from '@sess/core'

/** What the person is told about sessions, in words. */

const REASONS: Readonly<Record<EndReason, string>> = {
  logout: 'you signed out',
  'idle-timeout': 'it was not used for a while',
  'absolute-timeout': 'it had reached its longest lifetime',
  'signed-in-again': 'you signed in again',
  evicted: 'your account signed in elsewhere, and only so many sessions are allowed',
  'revoked-by-user': 'you ended it from another device',
  'revoked-by-administrator': 'an administrator ended it',
  'credentials-changed': 'the password was changed',
  'token-reused': 'an old copy of its cookie was used, so two parties may have had it',
  'rekeying-lost': 'the new key did not reach this browser',
  'issued-before-mark': 'everybody was signed out',
  compromised: 'the account was reported as compromised',
  'account-disabled': 'the account was disabled',
}

export const reasonText = (reason: EndReason): string => REASONS[reason]

const REKEYED = {
  reauthenticated: 'the password was confirmed',
  regenerated: 'rights have changed',
  'credentials-changed': 'the password was changed',
} as const

/** An event in one line. */
export function eventText(event: SessEvent): string {
  switch (event.type) {
    case 'session-created':
      return event.ref.userId === null ? 'A guest session began' : 'A session began: signed in'
    case 'session-renewed':
      return `Token renewed: generation ${event.generation}`
    case 'session-reissued':
      return `Generation ${event.generation} handed out again: its answer seems lost`
    case 'session-rekeyed':
      return `New key, because ${REKEYED[event.why]}: the old token is dead`
    case 'session-advanced':
      return `The record caught up with generation ${event.generation}`
    case 'session-ended':
      return `A session ended: ${reasonText(event.reason)}`
    case 'token-reused':
      return `Alarm: generation ${event.presentedGeneration} came back, though ${event.generation} is current`
    case 'csrf-refused':
      return `A forged request was ${event.enforced ? 'refused' : 'reported'}: ${event.why}, from ${event.origin ?? 'nowhere'}`
    case 'account-compromised':
      return 'The account was reported as compromised: everything ended'
    case 'elevation':
      return `An elevation for ${event.action} was ${event.step}`
    case 'impersonation':
      return event.step === 'began'
        ? `Alarm: support acts for you: ${event.actor.reason}`
        : `Refused: ${event.method}`
    case 'login-limited':
      return `A sign-in was turned away: ${event.active} sessions are live`
    case 'login-refused':
      return 'A sign-in was refused: it began before all sessions were ended'
    case 'carry-skipped':
      return 'The guest’s cart was left behind: it could not be read'
    case 'sign-in-unfamiliar':
      return `Alarm: signed in from ${event.label}, which is new (${event.reasons.join(', ')})`
    case 'sign-in-unwatched':
      return 'Nobody could look whether a sign-in is unfamiliar'
  }
}

/** How an event looks: good news, a change, an end, or an alarm. */
export function eventTone({ type }: SessEvent): 'new' | 'change' | 'end' | 'alarm' {
  if (type === 'session-created') return 'new'
  if (['token-reused', 'csrf-refused', 'sign-in-unfamiliar', 'impersonation'].includes(type)) return 'alarm'
  return type === 'session-ended' || type.startsWith('login-') ? 'end' : 'change'
}

/** How long ago, as one says it. */
export function agoText(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} seconds ago`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`
  const hours = Math.round(minutes / 60)
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`
}

/** What an action has just done, told on the next page; named in its address, so that nobody else's text gets there. */
export const NOTICES = {
  'signed-in': 'You are signed in.',
  'signed-out': 'You are signed out.',
  ended: 'That session is ended.',
  'others-ended': 'All your other sessions are ended.',
  'another-device': 'Your account signed in on another device.',
  password: 'The password is changed. Your other sessions are ended, and this one has a new key.',
  confirmed: 'Confirmed. This session has a new key, and the old one is dead.',
  reset: 'The account has its first password again, and all its sessions are ended.',
} as const

export type Notice = keyof typeof NOTICES
export const isNotice = (text: unknown): text is Notice =>
  typeof text === 'string' && Object.hasOwn(NOTICES, text)
