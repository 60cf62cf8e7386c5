import { type Carrier, createSessions, type SessionStore, type Sessions } from '@sess/core'
import { type Contender, DATA, expect, inTurn, USER } from '../contender.ts'

/** A contender, and the sessions that its calls open in turn. */
export interface SessContender extends Contender {
  readonly sessionIds: readonly string[]
}

/** Opening valid sessions of so many users, in turn: everything a request pays. */
export async function sess(name: string, store: SessionStore, users = 1): Promise<SessContender> {
  const sessions = createSessions({ store })
  const signedIn = []
  for (let i = 0; i < users; i++) signedIn.push(await signIn(sessions, `${USER}-${i}`))
  const next = inTurn(signedIn)
  return {
    name,
    sessionIds: signedIn.map(({ id }) => id),
    async run() {
      const { cookie, userId } = next()
      const opened = await sessions.open(carrier(cookie))
      expect(opened.userId === userId && opened.data.theme === 'dark', 'open')
    },
  }
}

export async function signIn(sessions: Sessions, userId: string) {
  const request = carrier('')
  const session = await sessions.open(request)
  await session.login(userId, { amr: ['pwd'] })
  await session.update(DATA)
  const cookie = request.response?.get('set-cookie')[0]?.split(';')[0] ?? ''
  await sessions.open(carrier(cookie)) // the first sight confirms the token, and writes
  return { userId, cookie, id: session.id ?? '' }
}

export function carrier(cookie: string): Carrier {
  const headers = new Map<string, readonly string[]>()
  return {
    method: 'GET',
    url: '/',
    secure: true,
    address: '127.0.0.1',
    header: (name) => (name === 'cookie' ? cookie : undefined),
    response: {
      sent: false,
      get: (name) => headers.get(name) ?? [],
      set: (name, values) => headers.set(name, values),
    },
  }
}
