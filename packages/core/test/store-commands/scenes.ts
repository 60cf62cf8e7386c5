import type { Session } from '../../src/index.ts'
import { type Browser, carrierFor, SESSION, TestHead } from '../support/browser.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import type { World } from '../support/world.ts'

type App = World<Record<string, unknown>>

/** Sets the scene, and gives what is to be counted. */
export type Scene = (app: App) => Promise<() => Promise<unknown>>

const issue = ({ sessions, clock }: App) =>
  sessions.issue('alice', { group: 'device', authenticatedAt: clock.time })

const open =
  (prepare: (app: App) => Promise<Browser>): Scene =>
  async (app) => {
    const browser = await prepare(app)
    return () => browser.request()
  }

/** A method of a signed-in session, counted without the opening of its request. */
const method =
  (run: (session: Session, app: App) => Promise<unknown>): Scene =>
  async (app) => {
    await app.signedIn()
    app.clock.forward(1)
    const alice = await app.signedIn()
    const { session } = await alice.request()
    return () => run(session, app)
  }

const loginOfGuest =
  (meanwhile: (tab: Session) => Promise<unknown>): Scene =>
  async (app) => {
    const guest = app.browser()
    await guest.visit((session) => session.update({ n: 1 }))
    const [{ session }, tab] = [await guest.request(), await guest.request()]
    await meanwhile(tab.session)
    return () => session.login('alice', { carry: (data) => data })
  }

const later = async (app: App, ms: number): Promise<Browser> => {
  const alice = await app.signedIn()
  app.clock.forward(ms)
  return alice
}

export const OPENING: Readonly<Record<string, Scene>> = {
  'without a cookie': open(async (app) => app.browser()),
  'of a guest with data': open(async (app) => {
    const guest = app.browser()
    await guest.visit((session) => session.update({ n: 1 }))
    return guest
  }),
  'of a signed-in user': open((app) => app.signedIn()),
  'of a signed-in user, the first time with a new token': open(async (app) => {
    const alice = app.browser()
    await alice.visit((session) => session.login('alice'))
    return alice
  }),
  'of a signed-in user, once in `idleTolerance`': open((app) => later(app, MINUTE)),
  'that renews the token': open((app) => later(app, 15 * MINUTE)),
  'beside the one that renews': open(async (app) => {
    const alice = await later(app, 15 * MINUTE)
    await alice.request()
    return alice
  }),
  'whose renewal was lost a while ago': open(async (app) => {
    const alice = await later(app, 15 * MINUTE)
    await alice.request()
    app.clock.forward(40 * SECOND)
    return alice
  }),
  'just behind a renewal that arrived': open(async (app) => {
    const alice = await later(app, 15 * MINUTE)
    const late = alice.thief()
    await alice.visit()
    await alice.visit()
    return late
  }),
  'just behind a re-keying': open(async (app) => {
    const alice = await app.signedIn()
    const late = alice.thief()
    await alice.visit((session) => session.regenerate())
    return late
  }),
  'of a session that has ended': open(async (app) => {
    const alice = await app.signedIn()
    await app.sessions.revokeAll('alice')
    return alice
  }),
  'of a session that has expired': open((app) => later(app, HOUR)),
  'with a token that was replaced long ago': open(async (app) => {
    const alice = await later(app, MINUTE)
    const thief = alice.thief()
    await alice.visit((session) => session.regenerate())
    await alice.visit()
    app.clock.forward(5 * MINUTE)
    return thief
  }),
  'with a forged token': open(async (app) => {
    const forger = app.browser()
    forger.jar.plant(SESSION, `AQ${'x'.repeat(114)}`)
    return forger
  }),
  'with garbage': open(async (app) => {
    const garbled = app.browser()
    garbled.jar.plant(SESSION, 'garbage')
    return garbled
  }),
  'with a bearer token': async (app) => {
    const { token } = await issue(app)
    const carrier = carrierFor(undefined, { headers: { authorization: `Bearer ${token}` } }, new TestHead())
    return () => app.sessions.open(carrier)
  },
  'where no cookie can be set (`view`)': async (app) => {
    const alice = await app.signedIn()
    return () => app.sessions.view(carrierFor(alice.jar.header(), {}, new TestHead()))
  },
}

export const METHODS: Readonly<Record<string, Scene>> = {
  'reading anything of it': method(async ({ data, userId, acr, amr }) => [data, userId, acr, amr]),
  update: method((session) => session.update({ n: 1 })),
  'update that changes nothing': method((session) => session.update({})),
  'update while another request writes': async (app) => {
    const alice = await app.signedIn()
    const [{ session }, other] = [await alice.request(), await alice.request()]
    await other.session.update({ theirs: 1 })
    return () => session.update({ mine: 1 })
  },
  'update: a guest’s first': async (app) => {
    const { session } = await app.browser().request()
    return () => session.update({ n: 1 })
  },
  'login, with its limit': async (app) => {
    for (let i = 0; i < 3; i++) await app.signedIn()
    const { session } = await app.browser().request()
    return () => session.login('alice')
  },
  'login that supersedes a guest ¹': loginOfGuest(async () => {}),
  'login after the guest has written in another request': loginOfGuest((tab) => tab.update({ n: 2 })),
  'login beside another one that has taken the guest over': loginOfGuest((tab) => tab.login('alice')),
  'login with `endOthers`': method((session) => session.login('alice', { endOthers: true })),
  reauthenticate: method((session) => session.reauthenticate({ acr: 'aal2' })),
  regenerate: method((session) => session.regenerate()),
  'credentialsChanged ²': method((session) => session.credentialsChanged()),
  logout: method((session) => session.logout()),
  'list ²': method((session) => session.list()),
  'revoke of another session of the user ²': async (app) => {
    await app.signedIn()
    const [other] = await app.sessions.list('alice')
    const { session } = await (await app.signedIn()).request()
    return () => session.revoke(other?.id ?? '')
  },
  'revoke of somebody else’s': async (app) => {
    await app.signedIn('bob')
    const [other] = await app.sessions.list('bob')
    const { session } = await (await app.signedIn()).request()
    return () => session.revoke(other?.id ?? '')
  },
  'revokeOthers ²': method((session) => session.revokeOthers()),
}

export const FACADE: Readonly<Record<string, Scene>> = {
  issue: async (app) => () => issue(app),
  list: method((_, { sessions }) => sessions.list('alice')),
  revoke: async (app) => {
    await app.signedIn()
    const [info] = await app.sessions.list('alice')
    return () => app.sessions.revoke(info?.id ?? '')
  },
  revokeAll: method((_, { sessions }) => sessions.revokeAll('alice')),
  sweep: method((_, { sessions }) => sessions.sweep()),
}
