import { type Attack, saying, without } from './attack.ts'

export const CLAIMS: readonly Attack[] = [
  // For somebody else.
  ...[
    'https://other.example.com',
    'https://api.example.com/',
    'HTTPS://API.EXAMPLE.COM',
    '',
    [],
    ['a', 'b'],
    [['https://api.example.com']],
    null,
    5,
    {},
  ].map((aud) => saying(`aud ${JSON.stringify(aud)}`, 'audience', (payload) => ({ ...payload, aud }))),
  saying('no aud', 'audience', (payload) => without(payload, 'aud')),
  ...[
    'https://evil.example',
    'https://auth.example.com/',
    'https://auth.example.com.evil.example',
    'http://auth.example.com',
    '',
    null,
    ['https://auth.example.com'],
  ].map((iss) => saying(`iss ${JSON.stringify(iss)}`, 'issuer', (payload) => ({ ...payload, iss }))),
  saying('no iss', 'issuer', (payload) => without(payload, 'iss')),

  // Not now.
  saying('expired, by the tolerance', 'expired', (payload) => ({
    ...payload,
    exp: (payload.iat as number) - 5,
  })),
  saying('expired in 1970', 'expired', (payload) => ({ ...payload, exp: 0 })),
  saying('expired before that', 'expired', (payload) => ({ ...payload, exp: -1 })),
  saying('not before later', 'not-yet-valid', (payload) => ({
    ...payload,
    nbf: (payload.iat as number) + 6,
  })),
  saying('made later', 'not-yet-valid', (payload) => ({ ...payload, iat: (payload.iat as number) + 6 })),
  ...['exp', 'iat'].flatMap((name) => [
    saying(`no ${name}`, 'claims', (payload) => without(payload, name)),
    ...['9999999999', '2040-01-01', null, [9999999999], true].map((value) =>
      saying(`${name} ${JSON.stringify(value)}`, 'claims', (payload) => ({ ...payload, [name]: value })),
    ),
  ]),
  saying('exp without end', 'claims', (payload) =>
    JSON.stringify({ ...payload, exp: 0 }).replace('"exp":0', '"exp":1e999'),
  ),
  saying('nbf as a text', 'claims', (payload) => ({ ...payload, nbf: '0' })),

  // Claims that are missing, or not what they must be.
  ...['sub', 'client_id', 'jti'].flatMap((name) => [
    saying(`no ${name}`, 'claims', (payload) => without(payload, name)),
    ...['', null, 5, {}, ['alice']].map((value) =>
      saying(`${name} ${JSON.stringify(value)}`, 'claims', (payload) => ({ ...payload, [name]: value })),
    ),
  ]),
  ...(
    [
      ['sid', 5],
      ['sid', ''],
      ['scope', ['admin']],
      ['auth_time', 'now'],
      ['acr', ['aal3']],
      ['amr', 'otp'],
      ['amr', [1]],
      ['key_generation', '0'],
      ['key_generation', -1],
      ['key_generation', 0.5],
    ] as const
  ).map(([name, value]) =>
    saying(`${name} ${JSON.stringify(value)}`, 'claims', (payload) => ({ ...payload, [name]: value })),
  ),
]
