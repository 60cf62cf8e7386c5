import { inCore, type Row } from './row.ts'

/** V9: self-contained tokens. */
export const SELF_CONTAINED_TOKENS: readonly Row[] = [
  {
    id: '9.1.1',
    level: 1,
    asks: 'a self-contained token is checked by its signature before anything in it counts',
    we: '`@sess/core/tokens` verifies with jose, and refuses with a coded reason.',
    proofs: inCore('tokens/attacks', '%s', 'the same tools make tokens that are let in, by both keys'),
  },
  {
    id: '9.1.2',
    level: 1,
    asks: 'only algorithms of an allow-list make and check tokens; `none` never does',
    we: 'ES256 and RS256, each pinned to its key.',
    proofs: [
      ...inCore('tokens/attacks', 'every reason that a signature can be refused for is in it'),
      ...inCore('tokens/keys', 'for RS256 with 3072 bits, and for nothing else'),
    ],
  },
  {
    id: '9.1.3',
    level: 1,
    asks: 'keys come from trusted, configured places, never from what the token names',
    we: 'From the ring or from one configured key set address; `jwk`, `jku`, `x5u` and `x5c` are refused.',
    proofs: inCore('tokens/remote-keys', 'cannot be made to ask by tokens that name keys of their own'),
  },
  {
    id: '9.2.1',
    level: 1,
    asks: 'a token counts only within its time',
    we: '`exp` and `iat` are required; 15 minutes by default, an hour at most.',
    proofs: [
      ...inCore('tokens/attacks', '%s'),
      ...inCore(
        'tokens/guard',
        'what outlives its session is no token: it ends with the session at the latest',
      ),
    ],
  },
  {
    id: '9.2.2',
    level: 2,
    asks: 'a token is taken only for the purpose of its type',
    we: '`typ` is `at+jwt`, checked; refresh tokens and sessions are tokens of another kind altogether.',
    proofs: inCore(
      'tokens/attacks',
      'an access token is no refresh token, no session cookie and no bearer token of a session',
      'a refresh token is unknown at any ordinary route',
    ),
  },
  {
    id: '9.2.3',
    level: 2,
    asks: 'a token is taken only by the audience that it is for',
    proofs: inCore(
      'tokens/guard',
      'is for one audience: a token for another API of the same issuer is refused',
    ),
  },
  {
    id: '9.2.4',
    level: 2,
    asks: 'an issuer whose key signs for several audiences says in each token for which',
    we: '`aud` is in every token; where there are several audiences, each sign-in names its own.',
    proofs: inCore('tokens/issue', 'says which API the tokens are for, where there are several'),
  },
]
