import type { Refused } from './refused.ts'

export const REFUSED_COOKIES: readonly Refused[] = [
  [
    'SameSite=None without Secure',
    { cookie: { sameSite: 'None', secure: false } },
    'cookie.secure',
    /insecureLocalhost/,
  ],
  ['a cookie without Secure', { cookie: { secure: false } }, 'cookie.secure', /insecureLocalhost/],
  ['Secure as a text', { cookie: { secure: 'false' } }, 'cookie.secure', /Leave it out/],
  ['a Domain with __Host-', { cookie: { domain: 'example.com' } }, 'cookie.domain', /__Secure-/],
  ['a Path with __Host-', { cookie: { path: '/app' } }, 'cookie.path', /__Secure-/],
  [
    'a Domain with __Host-Http-',
    { cookie: { prefix: '__Host-Http-', domain: 'example.com' } },
    'cookie.domain',
    /__Secure-/,
  ],
  ['an unknown prefix', { cookie: { prefix: '__Cookie-' } }, 'cookie.prefix', /'__Host-'/],
  ['a prefix in other letters', { cookie: { prefix: '__host-' } }, 'cookie.prefix', /'__Host-'/],
  [
    'a prefix inside the name',
    { cookie: { prefix: '', name: '__Host-sess' } },
    'cookie.name',
    /option of its own/,
  ],
  [
    'a prefix inside the name, in other letters',
    { cookie: { name: '__SECURE-x' } },
    'cookie.name',
    /option of its own/,
  ],
  [
    'a prefix inside the name, the newest',
    { cookie: { name: '__Http-x' } },
    'cookie.name',
    /option of its own/,
  ],
  ['an empty name', { cookie: { name: '' } }, 'cookie.name', /letters/],
  ['a name with a blank', { cookie: { name: 'my sess' } }, 'cookie.name', /letters/],
  ['a name with =', { cookie: { name: 'a=b' } }, 'cookie.name', /letters/],
  ['a name with ;', { cookie: { name: 'a;b' } }, 'cookie.name', /letters/],
  ['a name with a line break', { cookie: { name: 'a\r\nSet-Cookie: b' } }, 'cookie.name', /letters/],
  ['a name of other alphabets', { cookie: { name: 'sítzung' } }, 'cookie.name', /letters/],
  ['a name without end', { cookie: { name: 'x'.repeat(65) } }, 'cookie.name', /letters/],
  ['a SameSite in other letters', { cookie: { sameSite: 'lax' } }, 'cookie.sameSite', /'Lax'/],
  ['a SameSite that is none', { cookie: { sameSite: false } }, 'cookie.sameSite', /'Lax'/],
  ...[
    'com',
    '.example.com',
    'example.com.',
    'exa mple.com',
    'a;b.com',
    'https://example.com',
    'example.com:443',
    '127.0.0.1',
    '[::1]',
    '*.example.com',
    '-a.com',
    '',
  ].map(
    (domain) =>
      [
        `the domain ${JSON.stringify(domain)}`,
        { cookie: { prefix: '', domain } },
        'cookie.domain',
        /'example\.com'/,
      ] as const,
  ),
  ...['app', '', '/a;b', '/a\r\nb', '/ä', '/\u0000', `/${'x'.repeat(1024)}`, 5].map(
    (path) =>
      [
        `the path ${JSON.stringify(path).slice(0, 20)}`,
        { cookie: { prefix: '', path } },
        'cookie.path',
        /'\/app'/,
      ] as const,
  ),
  ['Partitioned as a text', { cookie: { partitioned: 'yes' } }, 'cookie.partitioned', /true or false/],
  [
    'insecureLocalhost as a text',
    { cookie: { insecureLocalhost: 'false' } },
    'cookie.insecureLocalhost',
    /true or false/,
  ],
  ['a cookie that is none', { cookie: 'sess' }, 'cookie', /object/],
  ['no cookie', { cookie: null }, 'cookie', /object/],
]
