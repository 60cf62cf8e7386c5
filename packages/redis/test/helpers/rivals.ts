import { randomUUID } from 'node:crypto'
import { createSessions } from '@sess/core'
import { withSession } from '@sess/core/web'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { RedisStore } from 'connect-redis'
import session from 'express-session'
import type { Redis } from 'ioredis'
import { createClient } from 'redis'
import { redisStore } from '../../src/index.ts'

/** Puts so many sessions of one user into Redis, each with the same content, by the library's own code. */
export interface Rival {
  readonly name: string
  signIn(userId: string, sessions: number): Promise<void>
  close(): Promise<void>
}

/** Its types do not say that it takes options. */
const Cookie = session.Cookie as unknown as new (options: session.CookieOptions) => session.Cookie

const DAY = 86_400_000
/** What an app knows of a session, whoever keeps it. */
const CONTENT = {
  address: '203.0.113.77',
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
  data: {
    theme: 'dark',
    locale: 'de-CH',
    cart: [
      { sku: 'A-1029', count: 2 },
      { sku: 'B-7731', count: 1 },
    ],
  },
}

const times = (count: number, run: () => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, run))

export function sess(redis: Redis): Rival {
  const sessions = createSessions<typeof CONTENT.data>({ store: redisStore(redis), absoluteTimeout: DAY })
  const { address, userAgent, data } = CONTENT
  return {
    name: 'Sess',
    async signIn(userId, count) {
      const logIn = withSession(
        sessions,
        async (_, session) => {
          await session.login(userId, { amr: ['pwd'] })
          await session.update(data)
          return new Response(null)
        },
        { facts: () => ({ address }) },
      )
      const headers = { 'user-agent': userAgent }
      await times(count, () => logIn(new Request('https://app.example/login', { headers })))
    },
    close: async () => redis.disconnect(),
  }
}

export async function connectRedis(port: number): Promise<Rival> {
  const client = createClient({ url: `redis://127.0.0.1:${port}` })
  await client.connect()
  const store = new RedisStore({ client })
  return {
    name: 'connect-redis',
    async signIn(userId, count) {
      const { address, userAgent, data } = CONTENT
      await times(count, () => {
        const cookie = new Cookie({ maxAge: DAY, secure: true, sameSite: 'lax' })
        const content = { cookie, userId, amr: ['pwd'], authTime: Date.now(), address, userAgent, data }
        // What express-session's own generator makes: 32 characters.
        return store.set(randomUUID().replaceAll('-', ''), content as unknown as session.SessionData)
      })
    },
    close: async () => client.destroy(),
  }
}

export async function betterAuthSecondary(redis: Redis): Promise<Rival> {
  const rows = { user: [], session: [], account: [], verification: [] }
  const auth = betterAuth({
    database: memoryAdapter(rows),
    secret: 'a secret that nobody has to keep, of a test',
    baseURL: 'https://app.example',
    telemetry: { enabled: false },
    session: { expiresIn: DAY / 1_000, additionalFields: { data: { type: 'string' } } },
    secondaryStorage: {
      get: (key) => redis.get(key),
      set: async (key, value, ttl) => {
        await (ttl ? redis.set(key, value, 'EX', ttl) : redis.set(key, value))
      },
      delete: async (key) => {
        await redis.del(key)
      },
      getAndDelete: (key) => redis.getdel(key),
      increment: (key) => redis.incr(key),
    },
  })
  const { internalAdapter } = await auth.$context
  return {
    name: 'Better Auth, secondary storage',
    async signIn(userId, count) {
      const user = await internalAdapter.createUser(
        {
          id: userId,
          name: 'Ada Lovelace',
          email: `${userId}@app.example`,
          emailVerified: true,
        },
        { method: 'email' },
      )
      const { address, userAgent, data } = CONTENT
      const given = { ipAddress: address, userAgent, data: JSON.stringify(data) }
      // One after the other: its list of a user's sessions is read, changed and written.
      for (let i = 0; i < count; i++) await internalAdapter.createSession(user.id, false, given)
    },
    close: async () => redis.disconnect(),
  }
}
