import { renew } from '../../src/transitions.ts'
import { isSameSecret, judge } from '../../src/verdict.ts'
import { deciding, judging, LOST, type Mutant, REUSED, SERVED, seeing, UNKNOWN, verdict } from './mutant.ts'

/** The rows of tokens of the current key that were replaced. */
export const PREDECESSOR: readonly Mutant[] = [
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
    breaks: 'predecessor: a renewal begins the rounds anew',
    how: 'they go on',
    scenario: 'lost rounds',
    protocol: deciding('current', (decision, state) =>
      decision.next && decision.deliver !== null
        ? { ...decision, next: { ...decision.next, reissues: state.reissues } }
        : decision,
    ),
  },
  {
    breaks: 'predecessor, cookie: time alone never accuses',
    how: 'after an interval it does',
    scenario: 'a laptop that sleeps',
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
]
