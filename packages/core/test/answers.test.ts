import { describe, expect, test } from 'vitest'
import * as core from '../src/index.ts'

/** What is thrown, and what the client is told: `null` where it is the app's own business, and a 500. */
const ANSWERS = [
  [
    new core.StoreError('read', new Error('connect ECONNREFUSED 10.0.0.7:6379')),
    503,
    'sess/store-unavailable',
  ],
  [new core.RecordFormatError('id', 'auth'), 503, 'sess/record-format'],
  [new core.ContentionError(256), 503, 'sess/contention'],
  [new core.SupersededError(), 409, 'sess/superseded'],
  [new core.CsrfError('cross-site'), 403, 'sess/csrf'],
  [new core.CsrfError('no-token'), 403, 'sess/csrf'],
  [new core.SessionEndedError('evicted'), 401, 'sess/ended'],
  [new core.NotAuthenticatedError('regenerate'), 401, 'sess/not-authenticated'],
  [new core.SessionLimitError([]), 409, 'sess/limit'],
  [new core.LoginRefusedError(), 401, 'sess/login-refused'],
] as const

describe('errors that are answers', () => {
  test.each(ANSWERS)('%s', async (error, status, code) => {
    const response = error.getResponse()
    expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store'])
    expect(response.headers.get('retry-after')).toBe(code === 'sess/superseded' ? '1' : null)
    const body = (await response.json()) as { error: string; message: string; reason?: string }
    expect(body.error).toBe(code)
    expect(body.message).toMatch(/^[A-Z].+\.$/)
    expect(body.reason).toBe(code === 'sess/ended' ? 'evicted' : undefined)
    expect(JSON.stringify(body)).not.toMatch(/10\.0\.0\.7|\w\(\)/)
  })

  test.each([
    new core.ConfigError('store', 'it is missing.', 'Pass one.'),
    new core.InvalidDataError('after update()', []),
    new core.HeadersSentError('login'),
  ])("$code is the app's own business", (error) => {
    expect(error.status).toBe(500)
    expect(error).not.toHaveProperty('getResponse')
  })
})
