import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { type Contender, expect } from '../contender.ts'

/** Better Auth's `getSession` on its own memory adapter, with its defaults. */
export async function betterAuthMemory(): Promise<Contender> {
  const database = { user: [], session: [], account: [], verification: [] }
  const auth = betterAuth({
    database: memoryAdapter(database),
    secret: 'a secret for a bench, long enough to be one',
    baseURL: 'http://localhost:3000',
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  })
  const answer = await auth.api.signUpEmail({
    body: { email: 'alice@example.com', password: 'correct horse battery', name: 'Alice' },
    asResponse: true,
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ')
  const headers = new Headers({ cookie })
  return {
    name: 'Better Auth getSession, memory adapter',
    async run() {
      const opened = await auth.api.getSession({ headers })
      expect(opened?.user.name === 'Alice', 'getSession')
    },
  }
}
