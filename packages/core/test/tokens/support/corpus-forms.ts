import { type Attack, headed, nested, saying, signed, twice } from './attack.ts'

export const FORMS: readonly Attack[] = [
  // Two readers, two meanings.
  saying('sub twice', 'duplicate-member', (payload) => twice(payload, '"sub":"admin"')),
  saying('sub twice, spelt in two ways', 'duplicate-member', (payload) =>
    twice(payload, '"s\\u0075b":"admin"'),
  ),
  saying('twice inside a claim', 'duplicate-member', (payload) =>
    twice(payload, '"role":{"a":1,"b":{"c":":","c":2}}'),
  ),
  headed('alg twice', 'duplicate-member', (header) => twice(header, '"alg":"ES256"')),
  headed('__proto__ twice', 'duplicate-member', (header) => twice(header, '"__proto__":{},"__proto__":{}')),
  ...[['exp'], [], ['b64'], ['https://example.com/ext'], 'exp', null].map((crit) =>
    headed(`crit ${JSON.stringify(crit)}`, 'critical-header', (header) => ({ ...header, crit, exp: 1 })),
  ),
  headed('b64 false', 'critical-header', (header) => ({ ...header, b64: false, crit: ['b64'] })),
  headed('b64 false without crit', 'critical-header', (header) => ({ ...header, b64: false })),
  headed('b64 true', 'critical-header', (header) => ({ ...header, b64: true })),

  // Too much of it.
  saying('a giant', 'too-large', (payload) => ({ ...payload, padding: 'x'.repeat(8192) })),
  ['a giant of dots', 'too-large', () => '.'.repeat(9000)],
  saying('deep lists', 'too-deep', (payload) => twice(payload, `"x":${nested(9)}`)),
  saying('very deep lists', 'too-deep', (payload) => twice(payload, `"x":${nested(2500)}`)),
  saying('deep objects', 'too-deep', (payload) =>
    twice(payload, `"x":${'{"a":'.repeat(9)}1${'}'.repeat(9)}`),
  ),
  headed('a deep header', 'too-deep', (header) => twice(header, `"x":${nested(9)}`)),

  // No JSON, or no object.
  ...['', '[]', 'null', '"x"', '5', '{', '{"a":1}{', "{'a':1}", '\uFEFF{}', '{"a":NaN}', '{"a":1,}'].flatMap(
    (text) => [
      saying(`payload ${JSON.stringify(text)}`, 'malformed', () => text),
      headed(`header ${JSON.stringify(text)}`, 'malformed', () => text),
    ],
  ),
  [
    'bytes that are no UTF-8',
    'malformed',
    ({ ec, payload }) => ec.token(ec.header, payload).replace(/\.[^.]+\./, '._____w.'),
  ],

  // The signature.
  signed('r and s of zero', 'signature', () => Buffer.alloc(64)),
  signed('r of zero', 'signature', (signature) => Buffer.concat([Buffer.alloc(32), signature.subarray(32)])),
  signed('s of zero', 'signature', (signature) =>
    Buffer.concat([signature.subarray(0, 32), Buffer.alloc(32)]),
  ),
  signed('r and s of all ones', 'signature', () => Buffer.alloc(64, 255)),
  signed('in DER', 'signature', (_, input, { ec }) => ec.signature(input, 'der')),
  signed('a byte short', 'signature', (signature) => signature.subarray(0, 63)),
  signed('half of it', 'signature', (signature) => signature.subarray(0, 32)),
  signed('a byte long', 'signature', (signature) => Buffer.concat([signature, Buffer.alloc(1)])),
  signed('twice', 'signature', (signature) => Buffer.concat([signature, signature])),
  signed('one bit changed', 'signature', (signature) =>
    Buffer.concat([signature.subarray(0, 63), Buffer.from([(signature[63] as number) ^ 1])]),
  ),
  signed('of another text', 'signature', (_, input, { ec }) => ec.signature(`${input}x`)),
  signed('another spelling of the same bytes', 'malformed', (signature) => {
    const text = signature.toString('base64url')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) as string) + 1]
  }),
  signed('padded', 'malformed', (signature) => `${signature.toString('base64url')}==`),
  signed('in plain base64', 'malformed', (signature) =>
    signature.toString('base64').replace(/[A-Za-z]/, '+'),
  ),
  signed('with a line break', 'malformed', (signature) => `${signature.toString('base64url')}\n`),
  signed('with a blank', 'malformed', (signature) => ` ${signature.toString('base64url')}`),
  signed('missing', 'malformed', () => ''),

  // No token.
  ...['', '.', '..', '...', 'a.b', 'a.b.c', 'null', 'Bearer a.b.c', '\u0000', 'é.é.é'].map(
    (text): Attack => [`the text ${JSON.stringify(text)}`, 'malformed', () => text],
  ),
]
