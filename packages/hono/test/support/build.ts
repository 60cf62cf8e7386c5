import { createSessions, type SessionsOptions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { Hono } from 'hono'
import { onTestFinished, vi } from 'vitest'
import { session } from '../../src/index.ts'

export const SESSION = /^__Host-sess=[\w-]{116};/

export const build = (options: Partial<SessionsOptions> = {}) => {
  const sessions = createSessions({ store: memoryStore(), ...options })
  return { sessions, app: new Hono().use(session(sessions)) }
}

/** A POST as a page of the app sends it. */
export const POST = { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }

export const down = () => {
  const fails = async () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6379'))
  return { ...memoryStore(), create: fails, read: fails }
}

/** A cookie header of somebody who has just signed in. */
export const cookieOf = (response: Response): string =>
  `${response.headers.getSetCookie().at(-1)?.split(';')[0]}`

export const silent = () => {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => spy.mockRestore())
  return spy
}
