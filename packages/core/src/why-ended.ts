import type { EndReason } from './store.ts'

const WORDS: Readonly<Record<EndReason, string>> = {
  logout: 'You signed out.',
  'idle-timeout': 'You were signed out because this session was not used for a while.',
  'absolute-timeout': 'You were signed out because this session had reached its longest lifetime.',
  'signed-in-again': 'You signed in again, which replaced this session.',
  evicted: 'Your account was signed in elsewhere, and only so many sessions are allowed.',
  'revoked-by-user': 'You ended this session from another device.',
  'revoked-by-administrator': 'An administrator ended this session.',
  'credentials-changed': 'The password or another credential of your account was changed.',
  'token-reused':
    'An old copy of this session was used, so somebody else may have had it. Check your account.',
  'rekeying-lost': 'This session was given a new key that did not reach this device.',
  'issued-before-mark': 'Everybody was signed out.',
  compromised: 'Your account was reported as compromised.',
  'account-disabled': 'Your account was disabled.',
}

/** Why a session ended, as a sentence for the person who held it, in English; apps in other languages translate the reason itself. */
export const whyEnded = (reason: EndReason): string => WORDS[reason]
