import { isSameSecret, judge } from '../../src/verdict.ts'
import {
  deciding,
  judging,
  LOST,
  type Mutant,
  REUSED,
  SERVED,
  SUPERSEDED,
  seeing,
  UNKNOWN,
  verdict,
} from './mutant.ts'

/** The rows of tokens of another key. */
export const OTHER_KEY: readonly Mutant[] = [
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
