import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { type Contender, expect } from '../contender.ts'

/** Better Auth's `getSession` with its defaults, on the database of `options`. */
export async function betterAuthOn(
  name: string,
  options: Pick<BetterAuthOptions, 'database' | 'session'>,
): Promise<Contender> {
  const auth = betterAuth({
    ...options,
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
    name,
    async run() {
      const opened = await auth.api.getSession({ headers })
      expect(opened?.user.name === 'Alice', 'getSession')
    },
  }
}
