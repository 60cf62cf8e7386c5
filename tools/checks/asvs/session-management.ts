import { inCore, inKit, type Row } from './row.ts'

/** V7: session management. */
export const SESSION_MANAGEMENT: readonly Row[] = [
  {
    id: '7.1.1',
    level: 2,
    asks: 'idle and absolute timeouts are written down, with reasons where they differ from NIST SP 800-63B',
    we: 'Each is an option with a documented default within NIST SP 800-63B-4 AAL2; presets bear the names of its levels.',
    app: 'Write down which ones you chose, and why.',
  },
  {
    id: '7.1.2',
    level: 2,
    asks: 'how many sessions an account may have at once, and what happens at the limit, is written down',
    we: '`limit` says both, per group and per user, and holds whatever races.',
    proofs: inCore(
      'limits',
      'evicts the oldest by default, and tells both',
      'rejects: nothing changes, and the person can choose',
    ),
    app: 'Write down your numbers.',
  },
  {
    id: '7.1.3',
    level: 2,
    asks: 'all systems of a federation that make or manage sessions are written down',
    app: 'Yours to write. `session.list()` and events show what this layer knows.',
  },
  {
    id: '7.2.1',
    level: 1,
    asks: 'session tokens are verified by a trusted backend',
    we: 'Each token is looked up in the server-side store; the client decides nothing.',
    proofs: inCore(
      'garbage',
      'whatever the headers hold, the request gets a guest: no failure, no cookie, no event',
    ),
  },
  {
    id: '7.2.2',
    level: 1,
    asks: 'session tokens are made dynamically; static secrets and keys are none',
    we: 'Each session has random tokens of its own, replaced while it lives.',
    proofs: inCore('renewal', 'is due renewalInterval after the token was first seen, at that very moment'),
  },
  {
    id: '7.2.3',
    level: 1,
    asks: 'reference tokens are unique, from a CSPRNG, with at least 128 bits',
    we: '256 bits from `crypto.getRandomValues`, stored only as a hash.',
    proofs: inCore('taint', 'makes no token: neither of what is in it, nor with a secret of one’s own'),
  },
  {
    id: '7.2.4',
    level: 1,
    asks: 'authentication and re-authentication give a new token and end the old one',
    proofs: [
      ...inCore('login', 'a token planted before the login never sees it (fixation, P2)'),
      ...inCore(
        'rekeying',
        'kills the old token at once, without an alarm while requests may be in flight (P2)',
      ),
      ...inKit('login', 'FIXATION-GUEST', 'FIXATION-SESSION', 'STEP-UP'),
    ],
  },
  {
    id: '7.3.1',
    level: 2,
    asks: 'inactivity ends a session',
    we: 'Never early, late by at most `idleTolerance`. What browsers fetch ahead, and what you call `passive`, is no activity.',
    proofs: [
      ...inCore(
        'deadlines',
        'holds for any sequence of visits: served up to idleTimeout after the last, not served later than the tolerance',
      ),
      ...inCore(
        'simulated-day',
        'polls every ten seconds keep no session alive',
        'a click does: it is over half an hour after the last one, the tolerance later at most',
        '100,000 of them: never over early, nor later than the tolerance, nor written more often',
      ),
    ],
    app: 'Choose `idleTimeout` by your risk analysis; name your polling and streams in `passive`.',
  },
  {
    id: '7.3.2',
    level: 2,
    asks: 'a session ends at an absolute age',
    proofs: inCore('deadlines', 'comes at its very moment, however active the session is'),
    app: 'Choose `absoluteTimeout` by your risk analysis.',
  },
  {
    id: '7.4.1',
    level: 1,
    asks: 'a session that has ended is of no use any more',
    proofs: [
      ...inCore(
        'logout',
        'ends the session and clears its cookie; the token stays dead (P5)',
        'during a slow request: what that writes afterwards brings nothing back (P5)',
      ),
      ...inKit('login', 'LOGOUT'),
    ],
  },
  {
    id: '7.4.2',
    level: 1,
    asks: 'disabling or deleting an account ends all its sessions',
    we: "`sessions.revokeAll(userId, { reason: 'account-disabled' })`, which also refuses logins under way.",
    proofs: inCore('revoking', 'an administrator ends one, or all but one, with a reason and a name'),
    app: 'Call it where you disable or delete.',
  },
  {
    id: '7.4.3',
    level: 2,
    asks: 'after a change of credentials all other sessions can be ended',
    proofs: [
      ...inCore('credentials-changed', 'ends all others and re-keys this one'),
      ...inKit('login', 'PASSWORD'),
    ],
    app: 'Call `session.credentialsChanged()` where a password, a passkey or another factor changes.',
  },
  {
    id: '7.4.4',
    level: 2,
    asks: 'every page behind a sign-in shows how to sign out',
    app: 'Yours to draw. `session.logout()` is one call, and never fails for a session that is over.',
    proofs: inCore('logout', 'twice is once, and a guest may come after it'),
  },
  {
    id: '7.4.5',
    level: 2,
    asks: 'administrators can end the sessions of one user or of all',
    we: '`sessions.revoke`, `sessions.revokeAll`, and `issuedBefore` for everybody.',
    proofs: [
      ...inCore('revoking', 'an administrator ends one, or all but one, with a reason and a name'),
      ...inCore(
        'deadlines',
        'ends all sessions that were created before it, those of guests too; equal passes',
      ),
    ],
    app: 'Mount it where your administrators are.',
  },
  {
    id: '7.5.1',
    level: 2,
    asks: 'full re-authentication before sensitive account data changes',
    we: '`requireAuth({ maxAge, acr })` on every binding.',
    proofs: inCore('check-auth', 'maxAge: a proof of identity of that very age is still fresh'),
    app: 'Put the guard before those routes.',
  },
  {
    id: '7.5.2',
    level: 2,
    asks: 'people see their active sessions and, after proving themselves again, can end any of them',
    proofs: [
      ...inCore(
        'revoking',
        'are listed oldest first, with what their clients said, and which one asks',
        'one can be ended by its id, once',
        'somebody else’s, a guest’s, or none at all cannot',
      ),
      ...inCore(
        'account/account-page',
        'needs a fresh proof of identity (ASVS 7.5.2), but for signing this device out',
      ),
    ],
    app: 'Mount `accountPage` of `@sess/core/account`; or show `session.list()`, and put `requireAuth({ maxAge })` before `session.revoke(id)`.',
  },
  {
    id: '7.5.3',
    level: 3,
    asks: 'further proof before a highly sensitive transaction',
    we: 'A step-up raises `acr` for a while; it lapses by itself.',
    proofs: inCore(
      'authentication-facts',
      'an elevation lapses by time alone, to what was there before, at the very moment',
    ),
    app: 'Ask for it with `requireAuth({ acr })`.',
  },
  {
    id: '7.6.1',
    level: 2,
    asks: 'lifetimes and ends of sessions at relying parties and identity providers go together as documented',
    app: 'Yours. `absoluteTimeout`, `sessions.revoke` and `authenticatedAt` are what a back-channel logout needs.',
  },
  {
    id: '7.6.2',
    level: 2,
    asks: 'no session is made without the person’s consent or action',
    we: 'A visitor who writes nothing gets no cookie and no record; a sign-in is an explicit `login`.',
    proofs: [
      ...inCore('guest', 'costs nothing until data is written: no command, no cookie, no header'),
      ...inKit('cookies', 'COOKIE-NONE'),
    ],
  },
]
