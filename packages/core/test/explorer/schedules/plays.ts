import { GUEST, SESSION } from '../../support/browser.ts'
import { MINUTE } from '../../support/clock.ts'
import type { Choose } from './every-schedule.ts'
import type { Handler, Theatre } from './theatre.ts'

/** A few requests of one browser, and what has to be so in whatever order their commands and answers come. */
export interface Play {
  readonly name: string
  /** The promise that broke, and how. */
  readonly run: (theatre: Theatre, choose: Choose) => Promise<string | null>
}

export const signIn = (theatre: Theatre) =>
  theatre.visit((session) => session.login('alice', { carry: (guest) => guest }))

/** Whether the browser is signed in when all is said. */
export async function signedIn(theatre: Theatre): Promise<string | null> {
  const { state, userId } = await theatre.visit()
  return userId === 'alice' ? null : `P3: signed in and nothing ended, but the browser is "${state}"`
}

/** Whoever planted a token, under whichever name he plants it. */
async function planted(theatre: Theatre, token: string | undefined): Promise<string | null> {
  for (const name of [SESSION, GUEST]) {
    const { userId, data } = await theatre.visit(undefined, `${name}=${token}`)
    if (userId !== null || 'cart' in data) return 'P2: a token from before the login sees what came after it'
  }
  return null
}

export const GUEST_SIGNS_IN: Play = {
  name: 'a guest writes and signs in at once',
  async run(theatre, choose) {
    await theatre.visit((session) => session.update({ cart: 1 }))
    const token = theatre.jar.get(GUEST)
    await theatre.leaves('login', (session) => session.login('alice', { carry: (guest) => guest }))
    const writing = await theatre.leaves('write', (session) => session.update({ cart: 2 }))
    await theatre.play(choose)
    if (writing.outcome?.state === 'user') return 'P2: a guest in the middle of a request becomes a user'
    return (await planted(theatre, token)) ?? (await signedIn(theatre))
  },
}

export const SIGNS_IN_TWICE: Play = {
  name: 'a guest writes and signs in twice at once',
  async run(theatre, choose) {
    await theatre.visit((session) => session.update({ cart: 1 }))
    const login: Handler = (session) => session.login('alice', { carry: (guest) => guest })
    const logins = [await theatre.leaves('login', login), await theatre.leaves('login', login)]
    const writing = await theatre.leaves('write', (session) => session.update({ cart: 2 }))
    await theatre.play(choose)
    const { data } = await theatre.visit()
    const wrote = writing.outcome?.error === null && writing.outcome.state === 'guest'
    // A login that begins when the other one is done finds no guest, as one of the next day.
    const isOneOfBoth = logins.every(({ outcome }) => outcome?.state === 'guest')
    if (isOneOfBoth && data.cart !== (wrote ? 2 : 1))
      return `P6: after ${wrote ? 'a' : 'no'} write the cart is ${data.cart}`
    return signedIn(theatre)
  },
}

export const FIRST_WRITE: Play = {
  name: 'somebody new writes and signs in at once',
  async run(theatre, choose) {
    await theatre.leaves('login', (session) => session.login('alice'))
    await theatre.leaves('write', (session) => session.update({ cart: 1 }))
    await theatre.leaves('write', (session) => session.update({ seen: true }))
    await theatre.play(choose)
    return signedIn(theatre)
  },
}

export const SIGNS_IN_AGAIN: Play = {
  name: 'a user signs in again while other requests run',
  async run(theatre, choose) {
    await signIn(theatre)
    await theatre.visit()
    await theatre.leaves('read', async () => {})
    await theatre.leaves('login', (session) => session.login('alice'))
    await theatre.leaves('write', (session) => session.update({ cart: 1 }))
    await theatre.play(choose)
    return signedIn(theatre)
  },
}

export const REKEYED: Play = {
  name: 'a user with a guest cookie is re-keyed while a write runs',
  async run(theatre, choose) {
    await theatre.visit((session) => session.update({ cart: 1 }))
    const guest = theatre.jar.get(GUEST)
    // A guest cookie that came back behind the login.
    await theatre.visit((session) => session.login('alice'), undefined)
    await theatre.visit()
    await theatre.visit((session) => session.update({ cart: 1 }), '')
    if (theatre.jar.get(GUEST) === guest) return 'The play does not begin as it should.'
    await theatre.leaves('re-key', (session) => session.regenerate())
    const writing = await theatre.leaves('write', (session) => session.update({ cart: 2 }))
    await theatre.play(choose)
    const { state, error } = writing.outcome ?? { state: 'none', error: null }
    if (state === 'guest' || state === 'none')
      return `P3: a user in the middle of a request is taken for "${state}"`
    if (state === 'superseded' && error === null) return 'P2: a write of a replaced key goes through'
    return signedIn(theatre)
  },
}

export const LOGS_OUT: Play = {
  name: 'a logout while a renewal and a write run',
  async run(theatre, choose) {
    await signIn(theatre)
    await theatre.visit()
    theatre.clock.forward(16 * MINUTE)
    await theatre.leaves('logout', (session) => session.logout())
    await theatre.leaves('write', (session) => session.update({ cart: 1 }))
    await theatre.play(choose)
    const { userId } = await theatre.visit()
    return userId === null ? null : 'P5: signed in again after a logout'
  },
}

export const RENEWED: Play = {
  name: 'three requests when the renewal is due',
  async run(theatre, choose) {
    await signIn(theatre)
    await theatre.visit()
    theatre.clock.forward(16 * MINUTE)
    const casts = [
      await theatre.leaves('read', async () => {}),
      await theatre.leaves('read', async () => {}),
      await theatre.leaves('read', async () => {}),
    ]
    await theatre.play(choose)
    const handed = casts.flatMap(({ head }) => head.cookies.map((line) => line.split(';')[0]))
    if (new Set(handed).size > 1) return 'P3: one renewal has two successors'
    const told = theatre.events.filter(
      ({ type }) => type === 'session-renewed' || type === 'session-reissued',
    )
    if (told.length !== handed.length)
      return `P4: ${handed.length} tokens go out, and ${told.length} are told`
    return signedIn(theatre)
  },
}

/** A request that was handed a renewed token, and whose write comes too late. */
const replaced = (by: string, handler: Handler): Play => ({
  name: `a user ${by} while a renewal and a write run`,
  async run(theatre, choose) {
    await signIn(theatre)
    await theatre.visit()
    theatre.clock.forward(16 * MINUTE)
    const writing = await theatre.leaves('write', (session) => session.update({ cart: 1 }))
    await theatre.leaves(by, handler)
    await theatre.play(choose)
    const carries = writing.head.cookies.length > 0
    if (writing.outcome?.error && carries)
      return 'P3: a failed write brings a dead token along, over the new one'
    return null
  },
})

export const REPLACED_BY_KEY: Play = replaced('is re-keyed', (session) => session.regenerate())
export const REPLACED_BY_LOGIN: Play = replaced('signs in again', (session) => session.login('alice'))
