import { sibling } from '../../src/token.ts'
import { judge } from '../../src/verdict.ts'
import { deciding, judging, type Mutant, SUPERSEDED, UNKNOWN, verdict } from './mutant.ts'
import { NEVER } from './records.ts'

/** The rows of those who have no session. */
export const REFUSALS: readonly Mutant[] = [
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
]
