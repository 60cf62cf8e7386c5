import { describe, expect, test } from 'vitest'
import { judgeSource, type RequestSource, type SourceFacts } from '../src/csrf-source.ts'

const TRUSTED = new Set(['https://admin.example', 'http://localhost:5173'])
const POST: SourceFacts = {
  method: 'POST',
  upgrade: undefined,
  secFetchSite: undefined,
  origin: undefined,
  host: 'app.example',
  secure: true,
}

const ROWS: readonly (readonly [what: string, facts: Partial<SourceFacts>, source: RequestSource])[] = [
  ['GET from anywhere', { method: 'GET', secFetchSite: 'cross-site' }, 'safe'],
  ['HEAD', { method: 'HEAD', origin: 'https://evil.example' }, 'safe'],
  ['OPTIONS', { method: 'OPTIONS', origin: 'https://evil.example' }, 'safe'],
  ['TRACE', { method: 'TRACE' }, 'safe'],
  ['a method that nobody knows', { method: 'QUERY' }, 'unknown'],
  [
    'a method in lower case, which is another method',
    { method: 'get', secFetchSite: 'cross-site' },
    'foreign',
  ],
  [
    'a WebSocket of another site',
    { method: 'GET', upgrade: 'WebSocket', secFetchSite: 'cross-site' },
    'foreign',
  ],
  ['a WebSocket of ours', { method: 'GET', upgrade: 'websocket', origin: 'https://app.example' }, 'own'],
  ['another upgrade', { method: 'GET', upgrade: 'h2c', origin: 'https://evil.example' }, 'safe'],

  ['same-origin', { secFetchSite: 'same-origin' }, 'own'],
  [
    'same-origin behind a proxy that rewrites Host',
    { secFetchSite: 'same-origin', origin: 'https://app.example', host: '10.0.0.7:3000' },
    'own',
  ],
  ['same-origin with Referrer-Policy: no-referrer', { secFetchSite: 'same-origin', origin: 'null' }, 'own'],
  ['the person’s own doing', { secFetchSite: 'none' }, 'own'],
  ['cross-site', { secFetchSite: 'cross-site', origin: 'https://evil.example' }, 'foreign'],
  [
    'cross-site that claims our origin',
    { secFetchSite: 'cross-site', origin: 'https://app.example' },
    'foreign',
  ],
  ['cross-site without Origin', { secFetchSite: 'cross-site' }, 'foreign'],
  ['cross-site with a withheld origin', { secFetchSite: 'cross-site', origin: 'null' }, 'foreign'],
  ['a sibling host', { secFetchSite: 'same-site', origin: 'https://blog.app.example' }, 'foreign'],
  [
    'a trusted origin on another site',
    { secFetchSite: 'cross-site', origin: 'https://admin.example' },
    'own',
  ],
  [
    'a trusted origin on the same site',
    { secFetchSite: 'same-site', origin: 'https://admin.example' },
    'own',
  ],
  [
    'a trusted origin on another port',
    { secFetchSite: 'cross-site', origin: 'https://admin.example:8443' },
    'foreign',
  ],
  [
    'a trusted name over plain HTTP',
    { secFetchSite: 'cross-site', origin: 'http://admin.example' },
    'foreign',
  ],
  ['several values', { secFetchSite: 'same-origin, cross-site' }, 'foreign'],
  ['a value of the future', { secFetchSite: 'same-party' }, 'foreign'],
  ['an empty value', { secFetchSite: '' }, 'foreign'],
  ['another case', { secFetchSite: 'Same-Origin' }, 'foreign'],

  ['only Origin, ours', { origin: 'https://app.example' }, 'own'],
  ['only Origin, ours with a port', { origin: 'https://app.example:8443', host: 'app.example:8443' }, 'own'],
  [
    'only Origin, and Host with the default port',
    { origin: 'https://app.example', host: 'app.example:443' },
    'own',
  ],
  ['only Origin, another port', { origin: 'https://app.example:8443' }, 'foreign'],
  ['only Origin, another host', { origin: 'https://evil.example' }, 'foreign'],
  ['only Origin, a name that begins alike', { origin: 'https://app.example.evil.example' }, 'foreign'],
  ['only Origin, a name that ends alike', { origin: 'https://evil-app.example' }, 'foreign'],
  ['only Origin, with a path', { origin: 'https://app.example/' }, 'foreign'],
  ['only Origin, in capitals', { origin: 'HTTPS://APP.EXAMPLE' }, 'foreign'],
  ['only Origin, several', { origin: 'https://app.example, https://evil.example' }, 'foreign'],
  ['only Origin, plain HTTP to an app on HTTPS', { origin: 'http://app.example' }, 'foreign'],
  ['only Origin, plain HTTP to an app on plain HTTP', { origin: 'http://app.example', secure: false }, 'own'],
  ['only Origin, HTTPS that ended at a proxy', { origin: 'https://app.example', secure: false }, 'own'],
  ['only Origin, trusted', { origin: 'https://admin.example' }, 'own'],
  ['only Origin, trusted for development', { origin: 'http://localhost:5173' }, 'own'],
  ['only Origin, and no Host', { origin: 'https://app.example', host: undefined }, 'foreign'],
  ['only Origin, and a garbled Host', { origin: 'https://app.example', host: 'app.example:x' }, 'foreign'],
  ['only a withheld origin', { origin: 'null' }, 'unknown'],
  ['an empty Origin', { origin: '' }, 'foreign'],
  ['nothing at all', {}, 'unknown'],
]

describe('where a request comes from (ASVS 5.0 3.5.1, 3.5.3)', () => {
  test.each(ROWS)('%s', (_, facts, source) => {
    expect(judgeSource({ ...POST, ...facts }, TRUSTED)).toBe(source)
  })
})
