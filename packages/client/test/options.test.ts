import { expect, it } from 'vitest'
import { type ClientOptions, createClient } from '../src/index.ts'

const tokenEndpoint = 'https://api.example.com/token'

it.each<[string, object]>([
  ['tokenEndpoint', { tokenEndpoint: '/token' }],
  ['tokenEndpoint', { tokenEndpoint: 'http://api.example.com/token' }],
  ['tokenEndpoint', { tokenEndpoint: 'http://localhost.example.com/token' }],
  ['revocationEndpoint', { tokenEndpoint, revocationEndpoint: 'http://api.example.com/revoke' }],
  ['origins', { tokenEndpoint, origins: ['https://api.example.com/'] }],
  ['origins', { tokenEndpoint, origins: ['https://*.example.com'] }],
  ['origins', { tokenEndpoint, origins: ['http://api.example.com'] }],
  ['origins', { tokenEndpoint, origins: ['null'] }],
  ['refreshToken', { tokenEndpoint, refreshToken: 'localStorage' }],
  ['refreshToken', { tokenEndpoint, refreshToken: {} }],
  ['timeout', { tokenEndpoint, timeout: 0 }],
  ['storage', { tokenEndpoint, storage: {} }],
])('%s in %j is refused', (option, options) => {
  expect(() => createClient(options as ClientOptions)).toThrow(new RegExp(`^${option}`))
})

it.each<ClientOptions>([
  { tokenEndpoint },
  {
    tokenEndpoint: new URL(tokenEndpoint),
    origins: ['https://api.example.com', 'https://files.example.com:8443'],
  },
  { tokenEndpoint: 'http://localhost:3000/token', origins: ['http://127.0.0.1:3000', 'http://[::1]:3000'] },
  { tokenEndpoint, refreshToken: 'cookie', timeout: 1 },
])('%j is taken', (options) => {
  expect(createClient(options)).toBeDefined()
})
