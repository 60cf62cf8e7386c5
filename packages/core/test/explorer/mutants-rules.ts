import { isSameSecret, judge } from '../../src/verdict.ts'
import { judging, type Mutant, proceeding, verdict } from './mutant.ts'

/** The rules around the table. */
export const RULES: readonly Mutant[] = [
  {
    breaks: 'after a conflict, judged again without accusing',
    how: 'judged from the start',
    scenario: 'renewal',
    protocol: proceeding({ openConflict: 'judge' }),
  },
  {
    breaks: 'after a conflict, judged again',
    how: 'served all the same',
    scenario: 're-keying',
    protocol: proceeding({ openConflict: 'serve' }),
  },
  {
    breaks: 'after a conflict, judged again',
    how: 'written all the same',
    scenario: 're-keying',
    protocol: proceeding({ openConflict: 'overwrite' }),
  },
  {
    breaks: 'after a conflict of a handler, only the key counts',
    how: 'judged from the start',
    scenario: 'slow handlers',
    protocol: proceeding({ changeConflict: 'judge' }),
  },
  {
    breaks: 'after a conflict of a handler, another key fails',
    how: 'written all the same',
    scenario: 'slow handlers',
    protocol: proceeding({ changeConflict: 'overwrite' }),
  },
  {
    breaks: 'a verdict ends what it judged',
    how: 'whatever is there by then',
    scenario: 'deadlines',
    protocol: proceeding({ verdictEnds: 'always' }),
  },
  {
    breaks: 'too late to end, judged from the start',
    how: 'without accusing',
    scenario: 'thief',
    protocol: proceeding({ endConflict: 'judge-again' }),
  },
  {
    breaks: 'a logout always ends',
    how: 'if nobody wrote meanwhile',
    scenario: 'ends',
    protocol: proceeding({ logoutEnds: 'if-unchanged' }),
  },
  {
    breaks: 'credentialsChanged ends the others first',
    how: 're-keys first',
    scenario: 'credentials',
    protocol: proceeding({ credentialsChanged: 'key-first' }),
  },
  {
    breaks: 'superseded: no guest is made of it',
    how: 'it is a guest',
    scenario: 're-keying',
    protocol: proceeding({ superseded: 'as-guest' }),
  },
  {
    breaks: 'superseded: no cookie',
    how: 'it is handed one',
    scenario: 're-keying',
    protocol: proceeding({ superseded: 'with-cookie' }),
  },
  {
    breaks: 'who cannot deliver does not confirm',
    how: 'it does',
    scenario: 'render',
    protocol: verdict('current', (given, _token, loaded) => ({
      ...given,
      confirms: loaded?.state.confirmedAt === null,
    })),
  },
  {
    breaks: 'who cannot deliver does not renew',
    how: 'it does',
    scenario: 'token endpoint',
    protocol: verdict('current', (given, token, loaded, now, rules, delivery) =>
      delivery === 'none' && loaded?.state.confirmedAt != null
        ? judge(token, loaded, now, rules, 'cookie')
        : given,
    ),
  },
  {
    breaks: 'who cannot deliver does not re-issue or count rounds',
    how: 'it does',
    scenario: 'bearer only',
    protocol: verdict('trailing', (given, token, loaded, now, rules, delivery) =>
      delivery === 'none' ? judge(token, loaded, now, rules, 'cookie') : given,
    ),
  },
  {
    breaks: 'who cannot deliver does not move a record forward',
    how: 'it does',
    scenario: 'render',
    protocol: verdict('ahead', () => ({ kind: 'ahead', advances: true })),
  },
  {
    breaks: 'ended beats everything',
    how: 'another key is judged first',
    scenario: 'ends',
    protocol: judging((given, token, loaded, now, rules, delivery) =>
      given.kind === 'ended' && loaded && !isSameSecret(token, loaded.state)
        ? judge(token, { ...loaded, record: { ...loaded.record, ended: null } }, now, rules, delivery)
        : given,
    ),
  },
]
