import { type Attack, headed, hs256 } from './attack.ts'

export const HEADERS: readonly Attack[] = [
  // Nobody signed it.
  ...['none', 'None', 'NONE', 'nOnE', 'none ', '', ' '].flatMap((alg): Attack[] => [
    [
      `alg ${JSON.stringify(alg)}, without a signature`,
      'malformed',
      ({ ec, payload }) => ec.token({ ...ec.header, alg }, payload, () => ''),
    ],
    [
      `alg ${JSON.stringify(alg)}, with one`,
      'algorithm',
      ({ ec, payload }) => ec.token({ ...ec.header, alg }, payload),
    ],
  ]),
  ...[null, 5, ['ES256'], { alg: 'ES256' }, undefined].map((alg) =>
    headed(`alg ${JSON.stringify(alg)}`, 'algorithm', (header) => ({ ...header, alg })),
  ),
  ...['HS256', 'HS512', 'ES384', 'ES256K', 'PS256', 'RS512', 'EdDSA', 'es256', 'ES256 '].map((alg) =>
    headed(`alg ${alg}`, 'algorithm', (header) => ({ ...header, alg })),
  ),

  // The public key, taken for a shared secret.
  ...(['pem', 'der', 'jwk'] as const).map(
    (format): Attack => [
      `HS256 with the public key as ${format}`,
      'algorithm',
      ({ ec, payload }) => {
        const secret =
          format === 'jwk'
            ? JSON.stringify(ec.publicKey.export({ format }))
            : ec.publicKey.export({ type: 'spki', format: format as 'pem' })
        return ec.token({ ...ec.header, alg: 'HS256' }, payload, hs256(secret))
      },
    ],
  ),

  // A key used for another algorithm, or another's key.
  [
    'the RSA key, said to be for ES256',
    'algorithm',
    ({ rsa, payload }) => rsa.token({ ...rsa.header, alg: 'ES256' }, payload),
  ],
  [
    'the EC key, said to be for RS256',
    'algorithm',
    ({ ec, payload }) => ec.token({ ...ec.header, alg: 'RS256' }, payload),
  ],
  [
    'the EC key under the name of the RSA key',
    'signature',
    ({ ec, rsa, payload }) => ec.token(rsa.header, payload),
  ],
  [
    'the RSA key under the name of the EC key',
    'signature',
    ({ ec, rsa, payload }) => rsa.token(ec.header, payload),
  ],
  [
    'a foreign key under the name of ours',
    'signature',
    ({ foreign, ec, payload }) => foreign.token(ec.header, payload),
  ],
  [
    'of another environment: same claims, its own key',
    'unknown-key',
    ({ foreign, payload }) => foreign.token(foreign.header, payload),
  ],

  // A key that the token brings along.
  [
    'jwk',
    'key-in-header',
    ({ foreign, payload }) =>
      foreign.token({ ...foreign.header, jwk: foreign.publicKey.export({ format: 'jwk' }) }, payload),
  ],
  [
    'jwk beside our kid',
    'key-in-header',
    ({ foreign, ec, payload }) =>
      foreign.token({ ...ec.header, jwk: foreign.publicKey.export({ format: 'jwk' }) }, payload),
  ],
  ...['https://evil.example/jwks.json', 'file:///dev/null', 'http://169.254.169.254/'].flatMap((url) => [
    headed(`jku ${url}`, 'key-in-header', (header) => ({ ...header, jku: url })),
    headed(`x5u ${url}`, 'key-in-header', (header) => ({ ...header, x5u: url })),
  ]),
  headed('x5c', 'key-in-header', (header) => ({ ...header, x5c: ['MIIB'] })),
  ...[
    '../../../../dev/null',
    '/etc/passwd',
    "x' UNION SELECT 'key' --",
    'https://evil.example/key',
    '__proto__',
    'constructor',
    '$(id)',
    '\u0000',
    'x'.repeat(257),
  ].map((kid) =>
    headed(`kid ${JSON.stringify(kid).slice(0, 40)}`, 'unknown-key', (header) => ({ ...header, kid })),
  ),
  ...[undefined, null, 0, [], {}, ''].map((kid) =>
    headed(`kid ${JSON.stringify(kid)}`, 'unknown-key', (header) => ({ ...header, kid })),
  ),
  headed('our kid in a list', 'unknown-key', (header) => ({ ...header, kid: [header.kid] })),

  // Another kind of token.
  ...[
    'JWT',
    'jwt',
    'id+jwt',
    'logout+jwt',
    'dpop+jwt',
    'application/jwt',
    'at+jwt ',
    'at+JWT2',
    null,
    5,
    undefined,
  ].map((typ) => headed(`typ ${JSON.stringify(typ)}`, 'type', (header) => ({ ...header, typ }))),
  [
    'an ID token',
    'type',
    ({ ec, payload }) =>
      ec.token({ ...ec.header, typ: 'JWT' }, { ...payload, aud: 'app', nonce: 'n-0S6', at_hash: 'x' }),
  ],
  ['a refresh token', 'malformed', ({ refreshToken }) => refreshToken],
  ['an encrypted token', 'malformed', ({ ec, payload }) => `${ec.token(ec.header, payload)}.AA.AA`],
  [
    'a token in JSON form',
    'malformed',
    ({ ec, payload }) => {
      const [head, body, signature] = ec.token(ec.header, payload).split('.')
      return JSON.stringify({ protected: head, payload: body, signature })
    },
  ],
]
