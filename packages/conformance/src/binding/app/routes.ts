import type { Session } from '@sess/core'
import type { KitData, KitRoute, OwnHeaders } from './contract.ts'
import { answersThatBegan } from './late.ts'
import { add, json, told } from './telling.ts'
import type { World } from './world.ts'

type Handler = KitRoute['handle']

const OWN: OwnHeaders = {
  cookies: { theme: 'dark', lang: 'de' },
  vary: 'Accept-Language',
  cacheControl: 'public, max-age=60',
}

const logIn: Handler = async (session, query) => {
  await session.login(query.get('user') ?? '', { amr: ['pwd'], carry: (guest) => guest })
  return json(told(session))
}

const stepUp = async (session: Session<KitData>): Promise<void> =>
  session.reauthenticate({ amr: ['pwd', 'otp'], acr: 'aal2' })

/** Every way in which one request can come to set one cookie twice. */
const everything: Handler = async (session) => {
  await session.update(add('first'))
  await session.login('ada', { carry: (guest) => guest })
  await session.login('grace', { carry: (guest) => guest })
  await stepUp(session)
  await session.regenerate()
  return json(told(session))
}

/** Waits at the gate that the query names, if it names one. */
async function pass(world: World, query: URLSearchParams): Promise<void> {
  const gate = query.get('gate')
  if (gate !== null) await world.gates.pass(gate)
}

/** The routes of the app under test; `world` is that of the running test. */
export function kitRoutes(world: () => World): readonly KitRoute[] {
  const get = (path: string, handle: Handler, more: Partial<KitRoute> = {}): KitRoute => ({
    method: 'GET',
    path,
    handle,
    ...more,
  })
  const post = (path: string, handle: Handler, more: Partial<KitRoute> = {}): KitRoute => ({
    method: 'POST',
    path,
    handle,
    ...more,
  })
  const me: Handler = async (session) => json(told(session))
  const change: Handler = async (session, query) => {
    await pass(world(), query)
    await session.update(add(query.get('item') ?? ''))
    return json(told(session))
  }
  const signIn = (asked: string, missing: string): string => `/${missing}?then=${encodeURIComponent(asked)}`

  return [
    get('/me', async (session, query) => {
      await pass(world(), query)
      return json(told(session))
    }),
    get('/own', me, { own: OWN }),
    get('/redirect', async () => ({ kind: 'redirect', to: 'me' })),
    get('/no-content', async () => ({ kind: 'empty', status: 204 })),
    get('/not-modified', async () => ({ kind: 'empty', status: 304 })),
    get('/throw', async () => Promise.reject(new Error('thrown on purpose'))),
    get('/sessions', async (session) => json({ sessions: await session.list() })),
    get('/csrf', async (session) => json({ token: session.csrfToken() })),
    post('/login', logIn),
    post('/login-own', logIn, { own: OWN }),
    post('/login-redirect', async (session, query) => {
      await logIn(session, query)
      return { kind: 'redirect', to: 'me' }
    }),
    post('/login-throw', async (session, query) => {
      await logIn(session, query)
      throw new Error('thrown after the login')
    }),
    post('/login-gate', async (session, query) => {
      const answer = await logIn(session, query)
      await pass(world(), query)
      return answer
    }),
    post('/everything', everything),
    post('/add', change),
    post('/add-throw', async (session, query) => {
      await change(session, query)
      throw new Error('thrown after the write')
    }),
    post('/step-up', async (session) => {
      await stepUp(session)
      return json(told(session))
    }),
    post('/password', async (session) => {
      await session.credentialsChanged()
      return json(told(session))
    }),
    post('/logout', async (session) => {
      await session.logout()
      return json(told(session))
    }),
    get('/guarded', me, { guard: {} }),
    get('/guarded-page', me, { guard: { redirectTo: signIn } }),
    get('/sensitive', me, { guard: { acr: 'aal2', redirectTo: signIn } }),
    get('/fresh', me, { guard: { maxAge: '5m' } }),
    ...answersThatBegan(world),
  ]
}
