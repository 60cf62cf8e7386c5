import { inCore, inKit, type Row } from './row.ts'

/** V3.3: cookies. */
export const COOKIES: readonly Row[] = [
  {
    id: '3.3.1',
    level: 1,
    asks: 'cookies are `Secure`, and named `__Host-` or `__Secure-`',
    we: '`__Host-` by default; without `Secure` it does not start.',
    proofs: [
      ...inCore(
        'set-cookie',
        'whatever options are accepted, browsers keep the cookie, send it back, and drop it when it is cleared',
      ),
      ...inKit('cookies', 'COOKIE-ATTRIBUTES'),
    ],
    app: "With `prefix: ''` you leave this requirement.",
  },
  {
    id: '3.3.2',
    level: 2,
    asks: '`SameSite` fits the purpose of the cookie',
    we: '`Lax` by default, `Strict` by option.',
    proofs: inKit('cookies', 'COOKIE-ATTRIBUTES'),
    app: 'Choose `cookie.sameSite`.',
  },
  {
    id: '3.3.3',
    level: 2,
    asks: 'cookies that are not meant to be shared between hosts are named `__Host-`',
    proofs: inCore('login', 'makes a new record with a new token in the user’s partition'),
  },
  {
    id: '3.3.4',
    level: 2,
    asks: 'cookies that scripts need not read are `HttpOnly`, and the session token travels in `Set-Cookie` only',
    proofs: [
      ...inCore('taint', 'in a long life of many, with failures: story %i'),
      ...inKit('cookies', 'COOKIE-ATTRIBUTES'),
    ],
  },
  {
    id: '3.3.5',
    level: 3,
    asks: 'name and value together fit into 4096 bytes',
    we: 'A token is always 116 characters, and a name at most 76.',
    proofs: inCore(
      'set-cookie',
      'whatever options are accepted, browsers keep the cookie, send it back, and drop it when it is cleared',
    ),
  },
]
