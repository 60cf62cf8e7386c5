import { type Carrier, createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { type Contender, DATA, expect, USER } from '../contender.ts'

/** Opening a valid session on the memory store: everything a request pays. */
export async function sess(): Promise<Contender> {
  const sessions = createSessions({ store: memoryStore() })
  const signIn = carrier('')
  const session = await sessions.open(signIn)
  await session.login(USER, { amr: ['pwd'] })
  await session.update(DATA)
  const cookie = signIn.response?.get('set-cookie')[0]?.split(';')[0] ?? ''
  await sessions.open(carrier(cookie)) // the first sight confirms the token, and writes

  return {
    name: 'Sess, memory store',
    async run() {
      const opened = await sessions.open(carrier(cookie))
      expect(opened.userId === USER && opened.data.theme === 'dark', 'open')
    },
  }
}

function carrier(cookie: string): Carrier {
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
