import * as v from 'valibot'
import { z } from 'zod'
import { memoryStore } from '../../src/memory.ts'
import type { Refused } from './refused.ts'

export const KEY = 'k7Jw2mQ9xV4bT1nZ8rL5cY3hF6dG0sPa'
export const OTHER_KEY = 'Zq8wErT5yUiO2pAs9dFgH1jKl4zXcV6b'

export const REFUSED_OTHERS: readonly Refused[] = [
  ['no store', { store: undefined }, 'store', /memoryStore\(\)/],
  ['no store at all', { store: null }, 'store', /memoryStore\(\)/],
  ['a store that was not made', { store: memoryStore }, 'store', /memoryStore\(\)/],
  [
    'a store that lacks a verb',
    { store: { ...memoryStore(), endAll: undefined } },
    'store',
    /conformance kit/,
  ],
  ['another library’s store', { store: { get() {}, set() {}, destroy() {} } }, 'store', /conformance kit/],

  ['a misspelt option', { idleTimout: '5m' }, 'idleTimout', /idleTimeout/],
  ['another library’s option', { secret: KEY }, 'secret', /secrets/],
  ['a misspelt option of the cookie', { cookie: { samesite: 'Strict' } }, 'cookie.samesite', /sameSite/],
  ['HttpOnly, which is not an option', { cookie: { httpOnly: false } }, 'cookie.httpOnly', /Known here/],
  ['a misspelt option of a group', { groups: { a: { idle: '5m' } } }, 'groups.a.idle', /idleTimeout/],
  ['a limit for guests, who have none', { guests: { limit: { max: 5 } } }, 'guests.limit', /idleTimeout/],
  ['a group named like the guests’', { groups: { guest: {} } }, 'groups.guest', /`guests`/],
  ...['__proto__', 'Web', '1st', 'a b', 'a_b', '', 'x'.repeat(33)].map(
    (name) =>
      [
        `the group name ${JSON.stringify(name)}`,
        { groups: JSON.parse(`{${JSON.stringify(name)}:{}}`) },
        `groups.${name}`,
        /1 to 32/,
      ] as const,
  ),
  ['groups that are none', { groups: 'web' }, 'groups', /object/],
  ['groups as a list', { groups: [{}] }, 'groups', /object/],
  ['a group that is none', { groups: { a: null } }, 'groups.a', /object/],
  ['guests that are none', { guests: '5m' }, 'guests', /object/],

  ['a partition key that is not set', { partitionKey: undefined }, 'partitionKey', /randomBytes/],
  ['a partition key that is short', { partitionKey: 'short' }, 'partitionKey', /randomBytes/],
  ['a partition key that is a placeholder', { partitionKey: 'x'.repeat(64) }, 'partitionKey', /randomBytes/],
  ['secrets that are not set', { secrets: undefined }, 'secrets', /SESS_SECRET/],
  ['no secret', { secrets: [] }, 'secrets', /SESS_SECRET/],
  ['a secret that is not set', { secrets: [undefined] }, 'secrets[0]', /randomBytes/],
  ['an old secret that is not set', { secrets: [KEY, undefined] }, 'secrets[1]', /randomBytes/],
  ['secrets as a text', { secrets: KEY }, 'secrets', /SESS_SECRET/],
  ['a short secret', { secrets: ['changeme'] }, 'secrets[0]', /randomBytes/],
  ['a placeholder', { secrets: ['changemechangemechangemechangeme'] }, 'secrets[0]', /randomBytes/],
  ['a secret twice', { secrets: [KEY, KEY] }, 'secrets[1]', /Remove/],
  ['a secret that is the partition key', { secrets: [KEY], partitionKey: KEY }, 'secrets[0]', /randomBytes/],

  ['passive paths with a pattern', { passive: ['/poll/*'] }, 'passive', /whole path/],
  ['a passive path that is none', { passive: 'events' }, 'passive', /'\/events'/],
  ['passive as a switch', { passive: true }, 'passive', /request/],
  ['a replay guard that is none', { replayGuard: {} }, 'replayGuard', /memoryReplayGuard/],
  ['a replay guard that is null', { replayGuard: null }, 'replayGuard', /memoryReplayGuard/],
  ['a limit that asks, without secrets', { limit: { max: 1, overflow: 'ask' } }, 'limit.overflow', /secrets/],
  [
    'a group’s limit that asks, without secrets',
    { groups: { a: { limit: { max: 1, overflow: 'ask' } } } },
    'groups.a.limit.overflow',
    /secrets/,
  ],
  ['csrf switched off', { csrf: false }, 'csrf', /object/],
  ['a misspelt option of csrf', { csrf: { trusted: [] } }, 'csrf.trusted', /trustedOrigins/],
  ['a csrf mode that is none', { csrf: { mode: 'off' } }, 'csrf.mode', /'report'/],
  [
    'one trusted origin that is no list',
    { csrf: { trustedOrigins: 'https://a.example' } },
    'csrf.trustedOrigins',
    /\['https/,
  ],
  ...[
    'https://*.example.com',
    '*',
    'null',
    'https://a.example/',
    'https://a.example/path',
    'https://A.example',
    'https://a.example:443',
    'a.example',
    'http://a.example',
    'http://localhost.evil.example',
    'file:///etc',
    'https://user@a.example',
    undefined,
    /a/,
  ].map(
    (origin) =>
      [
        `the trusted origin ${String(origin)}`,
        { csrf: { trustedOrigins: ['https://fine.example', origin] } },
        'csrf.trustedOrigins[1]',
        /https/,
      ] as const,
  ),
  ...['/a', ['a'], ['/a?b'], ['/a/*'], [/a/], null, {}].map(
    (exempt) =>
      [
        `the exemption ${JSON.stringify(exempt)}`,
        { csrf: { exempt } },
        'csrf.exempt',
        /function|=>/,
      ] as const,
  ),

  ['a schema that refuses {}', { data: z.object({ cart: z.array(z.string()) }) }, 'data', /optional/],
  ['a schema that refuses {} (valibot)', { data: v.object({ cart: v.string() }) }, 'data', /optional/],
  ['a schema that answers later', { data: z.object({}).refine(async () => true) }, 'data', /asynchronous/],
  ['a schema that is none', { data: { cart: [] } }, 'data', /valibot/],
  ['a schema that is null', { data: null }, 'data', /valibot/],

  ['a clock in seconds and parts', { now: () => 1.5 }, 'now', /Date\.now/],
  ['a clock that is a moment', { now: 1_900_000_000_000 }, 'now', /Date\.now/],
  ['a clock that gives dates', { now: () => new Date() }, 'now', /Date\.now/],
  ['a clock that gives nothing', { now: () => undefined }, 'now', /Date\.now/],
  ['a mark that is not set', { issuedBefore: Number(undefined) }, 'issuedBefore', /Date\.UTC/],
  ['a mark in seconds', { issuedBefore: 1_900_000_000 }, 'issuedBefore', /Date\.UTC/],
  ['a mark that is a text', { issuedBefore: '2030-01-01' }, 'issuedBefore', /Date\.UTC/],
  ['a mark that is a date', { issuedBefore: new Date() }, 'issuedBefore', /Date\.UTC/],
  ['a listener that is none', { onEvent: console }, 'onEvent', /\(event\)/],
]
