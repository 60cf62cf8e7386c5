import { inCore, inKit, proved, type Row } from './row.ts'

/** V3.5: separation of browser origins, as far as sessions have a part in it. */
export const ORIGINS: readonly Row[] = [
  {
    id: '3.5.1',
    level: 1,
    asks: 'requests forged by other sites are refused, where the browser’s own rules do not prevent them',
    we: 'On by default for unsafe requests that a cookie carries, and for those that sign in: Fetch Metadata, Origin, then a masked token.',
    proofs: [
      ...inCore(
        'csrf',
        'needs the token where nothing tells where it comes from: as a header, or as a form field',
      ),
      ...proved(
        'tools/forgeries/test/browser/forgeries.test.ts',
        'a form with the token is served from a browser that says nothing, and one without is not',
      ),
      ...inKit('csrf', 'CSRF-CROSS-SITE', 'CSRF-ORIGIN', 'CSRF-TOKEN', 'CSRF-LOGIN'),
    ],
  },
  {
    id: '3.5.2',
    level: 1,
    asks: 'what leans on the CORS preflight cannot be called by a request that needs none',
    we: 'Nothing here leans on it: where a request comes from is judged whatever its content type.',
    proofs: inCore(
      'csrf',
      'of another origin is refused, with an event; of ours it is served; nothing of it shows in the session',
    ),
    app: 'The same holds for your routes behind `session(sessions)`.',
  },
  {
    id: '3.5.3',
    level: 1,
    asks: 'sensitive functions take unsafe methods only, or check Fetch Metadata',
    we: 'Judged for every unsafe method, and for the handshake of a WebSocket.',
    proofs: inCore('csrf', 'so is the handshake of a WebSocket'),
    app: 'Change nothing in a GET.',
  },
  {
    id: '3.5.8',
    level: 3,
    asks: 'authenticated resources are loaded by other sites only where that is meant',
    we: '`SameSite=Lax` keeps the session out of what other sites embed.',
    proofs: inKit('cookies', 'COOKIE-ATTRIBUTES'),
    app: 'Add `Cross-Origin-Resource-Policy: same-origin` to such resources, as the demos do.',
  },
]
