import { isSameSecret } from '../../src/verdict.ts'
import { deciding, judging, type Mutant, REUSED, UNKNOWN, verdict } from './mutant.ts'

/** The rows of the current token, and of one that is ahead of the record. */
export const CURRENT: readonly Mutant[] = [
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
    breaks: 'current: first sight confirms',
    how: 'every sight',
    scenario: 'renewal',
    protocol: verdict('current', (given, _token, _loaded, _now, _rules, delivery) => ({
      ...given,
      confirms: delivery !== 'none' && !given.due,
    })),
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
    scenario: 'a laptop that sleeps',
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
    breaks: 'ahead: the record catches up',
    how: 'to an unseen one',
    scenario: 'fail-over',
    protocol: deciding('ahead', (decision) =>
      decision.next ? { ...decision, next: { ...decision.next, confirmedAt: null } } : decision,
    ),
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
