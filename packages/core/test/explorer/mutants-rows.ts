import { sibling } from '../../src/token.ts'
import { renew } from '../../src/transitions.ts'
import { isSameSecret, judge, type Verdict } from '../../src/verdict.ts'
import { deciding, judging, type Mutant, seeing, verdict } from './mutant.ts'
import { NEVER } from './records.ts'

const REUSED: Verdict = { kind: 'reused' }
const UNKNOWN: Verdict = { kind: 'unknown' }
const LOST: Verdict = { kind: 'lost' }
const SUPERSEDED: Verdict = { kind: 'superseded' }
const SERVED: Verdict = { kind: 'trailing', reissue: 'no' }

/** The rows of no session, and of tokens of another key. */
const REFUSALS: readonly Mutant[] = [
  {
    breaks: 'unknown: no record',
    how: 'the client is told to retry',
    scenario: 'ends',
    protocol: judging((given, _, loaded) => (loaded === null ? SUPERSEDED : given)),
  },
  {
    breaks: 'unknown: not our proof',
    how: 'the proof is not looked at',
    scenario: 'forger',
    protocol: judging((_, token, loaded, ...rest) => {
      const proven = loaded && sibling(token, token.generation, loaded.state.proofKey)
      return judge(proven ?? token, loaded, ...rest)
    }),
  },
  {
    breaks: 'unknown: nothing is ended',
    how: 'it ends the session',
    scenario: 'forger',
    protocol: deciding('unknown', (decision) => ({ ...decision, ends: 'token-reused' })),
  },
  {
    breaks: 'ended',
    how: 'not looked at',
    scenario: 'ends',
    protocol: judging((_, token, loaded, ...rest) =>
      judge(token, loaded && { ...loaded, record: { ...loaded.record, ended: null } }, ...rest),
    ),
  },
  {
    breaks: 'ended: its holder is told why',
    how: 'it is unknown',
    scenario: 'ends',
    protocol: verdict('ended', () => UNKNOWN),
  },
  {
    breaks: 'expired: idle',
    how: 'not looked at',
    scenario: 'deadlines',
    protocol: judging((_, token, loaded, ...rest) =>
      judge(token, loaded && { ...loaded, record: { ...loaded.record, idleExpiresAt: NEVER } }, ...rest),
    ),
  },
  {
    breaks: 'expired: absolute',
    how: 'not looked at',
    scenario: 'deadlines',
    protocol: judging((_, token, loaded, ...rest) =>
      judge(token, loaded && { ...loaded, record: { ...loaded.record, absoluteExpiresAt: NEVER } }, ...rest),
    ),
  },
  {
    breaks: 'expired: before the mark',
    how: 'not looked at',
    scenario: 'mark',
    protocol: judging((_, token, loaded, now, rules, delivery) =>
      judge(token, loaded, now, { ...rules, issuedBefore: 0 }, delivery),
    ),
  },
  {
    breaks: 'expired: ended with its reason',
    how: 'refused, and not ended',
    scenario: 'mark',
    protocol: deciding('expired', (decision) => ({ ...decision, ends: null })),
  },
  {
    breaks: 'other secret, newer: lost',
    how: 'it accuses',
    scenario: 'fail-over and re-keying',
    protocol: judging((given, token, loaded) =>
      given.kind === 'lost' && loaded && token.generation > loaded.state.generation ? REUSED : given,
    ),
  },
  {
    breaks: 'other secret, newer: lost',
    how: 'refused, and not ended',
    scenario: 'fail-over and re-keying',
    protocol: deciding('lost', (decision) => ({ ...decision, ends: null })),
  },
  {
    breaks: 'other secret, newer: lost',
    how: 'the client is told to retry',
    scenario: 'fail-over and re-keying',
    protocol: judging((given, token, loaded) =>
      given.kind === 'lost' && loaded && token.generation > loaded.state.generation ? SUPERSEDED : given,
    ),
  },
  {
    breaks: 'other secret, same generation',
    how: 'it accuses',
    scenario: 'fail-over and re-keying',
    protocol: judging((given, token, loaded) =>
      given.kind === 'lost' && token.generation === loaded?.state.generation ? REUSED : given,
    ),
  },
  {
    breaks: 'other secret, same generation',
    how: 'lost at once',
    scenario: 'fail-over and re-keying',
    protocol: judging((given, token, loaded) =>
      given.kind === 'superseded' && token.generation === loaded?.state.generation ? LOST : given,
    ),
  },
  {
    breaks: 'other secret, lately: superseded',
    how: 'served',
    scenario: 're-keying',
    protocol: verdict('superseded', () => SERVED),
  },
  {
    breaks: 'other secret, lately: superseded',
    how: 'accused',
    scenario: 're-keying',
    protocol: verdict('superseded', () => REUSED),
  },
  {
    breaks: 'other secret, lately: superseded',
    how: 'ended quietly',
    scenario: 're-keying',
    protocol: verdict('superseded', () => LOST),
  },
  {
    breaks: 'other secret, lately: superseded',
    how: 'taken for unknown',
    scenario: 're-keying',
    protocol: verdict('superseded', () => UNKNOWN),
  },
  {
    breaks: 'other secret, lately: two overlaps',
    how: 'one overlap',
    scenario: 're-keying',
    protocol: judging((given, token, loaded, now, rules, delivery) =>
      given.kind === 'superseded' ? judge(token, loaded, now + rules.overlap, rules, delivery) : given,
    ),
  },
  {
    breaks: 'other secret, lately: since it was replaced',
    how: 'since the last re-keying',
    scenario: 'thief who re-keys',
    protocol: judging((given, token, loaded, now, rules) =>
      loaded &&
      !isSameSecret(token, loaded.state) &&
      given.kind !== 'unknown' &&
      now - loaded.state.keyedAt < 2 * rules.overlap
        ? SUPERSEDED
        : given,
    ),
  },
  {
    breaks: 'other secret, later: reused',
    how: 'told to retry for ever',
    scenario: 'thief who re-keys',
    protocol: judging((given, token, loaded) =>
      given.kind === 'reused' && loaded && !isSameSecret(token, loaded.state) ? SUPERSEDED : given,
    ),
  },
  {
    breaks: 'other secret, later: reused',
    how: 'ended quietly',
    scenario: 'thief who re-keys',
    protocol: judging((given, token, loaded) =>
      given.kind === 'reused' && loaded && !isSameSecret(token, loaded.state) ? LOST : given,
    ),
  },
  {
    breaks: 'other secret, later: the new key was seen',
    how: 'only if its latest generation was',
    scenario: 'old key after a renewal',
    protocol: seeing((state) => ({ ...state, keyedGeneration: state.generation })),
  },
  {
    breaks: 'other secret, later: the new key was not seen',
    how: 'accused all the same',
    scenario: 're-keying',
    protocol: seeing((state, token) =>
      isSameSecret(token, state) ? state : { ...state, confirmedAt: state.confirmedAt ?? state.keyedAt },
    ),
  },
  {
    breaks: 'other secret, later: its answer came late',
    how: 'accused all the same',
    scenario: 'overtaken answers',
    protocol: seeing((state) => ({
      ...state,
      replaced: state.replaced.map(([generation, at]) => [generation, at, false]),
    })),
  },
  {
    breaks: 'other secret, later: its answer came late',
    how: 'whenever it was handed out',
    scenario: 'thief who re-keys',
    protocol: seeing((state) => ({
      ...state,
      replaced: state.replaced.map(([generation, at]) => [generation, at, true]),
    })),
  },
]

/** The rows of tokens of the current key. */
const SERVICES: readonly Mutant[] = [
  {
    breaks: 'current: served',
    how: 'refused',
    scenario: 'renewal',
    protocol: deciding('current', (decision) => ({ ...decision, serve: false })),
  },
  {
    breaks: 'current: first sight confirms',
    how: 'never',
    scenario: 'renewal',
    protocol: verdict('current', (given) => ({ ...given, confirms: false })),
  },
  {
    breaks: 'current: if due, renewed',
    how: 'never',
    scenario: 'renewal',
    protocol: verdict('current', (given) => ({ ...given, due: false })),
  },
  {
    breaks: 'current: if due, renewed',
    how: 'at the first sight already',
    scenario: 'renewal',
    protocol: verdict('current', (given, _token, loaded, now, rules) =>
      loaded && now - loaded.state.renewedAt >= rules.renewalInterval
        ? { ...given, confirms: false, due: true }
        : given,
    ),
  },
  {
    breaks: 'current: if due, renewed',
    how: 'as soon as it is confirmed',
    scenario: 'renewal',
    protocol: verdict('current', (given, _token, loaded, _now, _rules, delivery) => ({
      ...given,
      due: delivery !== 'none' && loaded?.state.confirmedAt !== null,
    })),
  },
  {
    breaks: 'current: compare-and-set first',
    how: 'handed out unwritten',
    scenario: 'renewal',
    protocol: deciding('current', (decision) =>
      decision.deliver === null ? decision : { ...decision, next: null },
    ),
  },
  {
    breaks: 'current: the successor is unconfirmed',
    how: 'confirmed by being made',
    scenario: 'renewal',
    protocol: deciding('current', (decision, _, now) =>
      decision.next && decision.deliver !== null
        ? { ...decision, next: { ...decision.next, confirmedAt: now } }
        : decision,
    ),
  },
  {
    breaks: 'current: the new token goes out',
    how: 'it does not',
    scenario: 'token endpoint',
    protocol: deciding('current', (decision) => ({ ...decision, deliver: null })),
  },
  {
    breaks: 'predecessor of an unseen one: served',
    how: 'accused',
    scenario: 'renewal',
    protocol: verdict('trailing', (given, _, loaded) =>
      loaded?.state.confirmedAt === null ? REUSED : given,
    ),
  },
  {
    breaks: 'predecessor of an unseen one: handed it again',
    how: 'it is not',
    scenario: 'renewal',
    protocol: deciding('trailing', (decision) => ({ ...decision, next: null, deliver: null })),
  },
  {
    breaks: 'predecessor of an unseen one: handed that one',
    how: 'renewed once more',
    scenario: 'renewal',
    protocol: deciding('trailing', (decision, state, now) =>
      decision.deliver === null
        ? decision
        : { ...decision, next: renew(state, now), deliver: state.generation + 1 },
    ),
  },
  {
    breaks: 'predecessor: at most 8 rounds',
    how: 'without end',
    scenario: 'thief who throws away what he is handed',
    protocol: seeing((state) => ({ ...state, reissues: 0 })),
  },
  {
    breaks: 'predecessor: at most 8 rounds',
    how: 'at most 5',
    scenario: 'lost rounds',
    protocol: verdict('trailing', (given, _, loaded) =>
      given.reissue === 'new-round' && loaded && loaded.state.reissues >= 5 ? REUSED : given,
    ),
  },
  {
    breaks: 'predecessor: a round is one overlap',
    how: 'every answer is a round',
    scenario: 'lost rounds',
    protocol: seeing((state, _token, _loaded, now, rules) => ({ ...state, reissuedAt: now - rules.overlap })),
  },
  {
    breaks: 'predecessor: a round is one overlap',
    how: 'the first one never ends',
    scenario: 'thief who throws away what he is handed',
    protocol: seeing((state, _token, _loaded, now) => ({ ...state, reissuedAt: now })),
  },
  {
    breaks: 'predecessor, cookie: time alone never accuses',
    how: 'after an interval it does',
    scenario: 'renewal',
    protocol: judging((given, token, loaded, now, rules, delivery) =>
      judge(
        token,
        loaded,
        now,
        rules,
        delivery === 'cookie' && given.kind === 'trailing' ? 'token-endpoint' : delivery,
      ),
    ),
  },
  {
    breaks: 'predecessor, token endpoint: within the interval',
    how: 'without end',
    scenario: 'thief at the token endpoint',
    protocol: judging((_given, token, loaded, now, rules, delivery) =>
      judge(token, loaded, now, rules, delivery === 'token-endpoint' ? 'cookie' : delivery),
    ),
  },
  {
    breaks: 'predecessor, token endpoint: within the interval',
    how: 'within the overlap',
    scenario: 'token endpoint',
    protocol: verdict('trailing', (given, _token, loaded, now, rules, delivery) =>
      delivery === 'token-endpoint' && loaded && now - loaded.state.renewedAt >= rules.overlap
        ? REUSED
        : given,
    ),
  },
  {
    breaks: 'predecessor of a seen one, lately: served',
    how: 'accused',
    scenario: 'renewal',
    protocol: verdict('trailing', (given, _, loaded) =>
      loaded?.state.confirmedAt === null ? given : REUSED,
    ),
  },
  {
    breaks: 'predecessor of a seen one, lately: handed nothing',
    how: 'handed the current one',
    scenario: 'thief',
    protocol: deciding('trailing', (decision, state) => ({ ...decision, deliver: state.generation })),
  },
  {
    breaks: 'predecessor of a seen one: within the overlap',
    how: 'without end',
    scenario: 'thief',
    protocol: verdict('reused', (given, token, loaded) =>
      loaded && isSameSecret(token, loaded.state) && loaded.state.generation - token.generation === 1
        ? SERVED
        : given,
    ),
  },
  {
    breaks: 'any older one: reused',
    how: 'served',
    scenario: 'thief who waits',
    protocol: verdict('reused', (given, token, loaded) =>
      loaded && isSameSecret(token, loaded.state) && loaded.state.generation - token.generation > 1
        ? SERVED
        : given,
    ),
  },
  {
    breaks: 'any older one: reused',
    how: 'unknown',
    scenario: 'thief who waits',
    protocol: verdict('reused', (given, token, loaded) =>
      loaded && isSameSecret(token, loaded.state) && loaded.state.generation - token.generation > 1
        ? UNKNOWN
        : given,
    ),
  },
  {
    breaks: 'any older one: reused',
    how: 'ended quietly',
    scenario: 'thief who waits',
    protocol: verdict('reused', (given, token, loaded) =>
      loaded && isSameSecret(token, loaded.state) && loaded.state.generation - token.generation > 1
        ? LOST
        : given,
    ),
  },
  {
    breaks: 'reused: it ends',
    how: 'refused, and not ended',
    scenario: 'thief',
    protocol: deciding('reused', (decision) => ({ ...decision, ends: null })),
  },
  {
    breaks: 'ahead: served',
    how: 'unknown',
    scenario: 'fail-over',
    protocol: verdict('ahead', () => UNKNOWN),
  },
  {
    breaks: 'ahead: served',
    how: 'accused',
    scenario: 'fail-over',
    protocol: verdict('ahead', () => REUSED),
  },
  {
    breaks: 'ahead: the record catches up',
    how: 'it stays behind',
    scenario: 'fail-over',
    protocol: verdict('ahead', () => ({ kind: 'ahead', advances: false })),
  },
  {
    breaks: 'ahead: by at most 8',
    how: 'by any number',
    scenario: 'dump',
    protocol: judging((given, token, loaded) =>
      given.kind === 'unknown' &&
      loaded &&
      token.generation === 0xffffffff &&
      isSameSecret(token, loaded.state)
        ? { kind: 'ahead', advances: true }
        : given,
    ),
  },
]

export const ROW_MUTANTS: readonly Mutant[] = [...REFUSALS, ...SERVICES]
