import { describe, expect, it } from 'vitest'
import type { Session } from '../src/index.ts'
import type { Browser } from './support/browser.ts'
import { type World, world } from './support/world.ts'

type App = World<Record<string, unknown>>

const METHODS: readonly (readonly [string, (session: Session, other: string) => Promise<unknown>])[] = [
  ['list', (session) => session.list()],
  ['revoke', (session, other) => session.revoke(other)],
  ['revokeOthers', (session) => session.revokeOthers()],
  ['credentialsChanged', (session) => session.credentialsChanged()],
]

/** A request of alice, and another session of hers. */
async function running(app: App) {
  const [alice, other] = [await app.signedIn(), await app.signedIn()]
  return { alice, otherId: (await other.visit()).session.id ?? '', ...(await alice.request()) }
}

const isLive = async ({ sessions }: App, id: string) =>
  (await sessions.list('alice')).some((info) => info.id === id)

describe('in a request that was running, with the key that was replaced meanwhile (P2)', () => {
  it.each(METHODS)('%s shows nothing, ends nothing, and says so', async (_, run) => {
    const app = world()
    const { alice, session, otherId, head } = await running(app)
    await alice.visit((session) => session.regenerate())
    await expect(run(session, otherId)).rejects.toMatchObject({ code: 'sess/superseded' })
    expect(session).toMatchObject({ state: 'superseded', userId: null })
    expect(head.names).toEqual([])
    expect(await isLive(app, otherId)).toBe(true)
    expect((await alice.visit()).session.userId).toBe('alice')
  })
})

const ENDS: readonly (readonly [string, string | null, (app: App, alice: Browser) => Promise<unknown>])[] = [
  ['logged out', 'logout', (_, alice) => alice.thief().visit((session) => session.logout())],
  [
    'revoked',
    'revoked-by-administrator',
    async ({ sessions }, alice) => sessions.revoke((await alice.visit()).session.id ?? ''),
  ],
  ['idle for too long', 'idle-timeout', async ({ clock }) => clock.forward(31 * 60_000)],
]

describe.each(ENDS)('in a request whose session was %s meanwhile (P5)', (_, reason, end) => {
  it.each(METHODS)('%s ends nothing, and says so', async (_, run) => {
    const app = world({ groups: { long: { idleTimeout: '5h' } } })
    const other = app.browser()
    await other.visit((session) => session.login('alice', { group: 'long' }))
    const otherId = (await other.visit()).session.id ?? ''
    const alice = await app.signedIn()
    const { session } = await alice.request()
    await end(app, alice)
    await expect(run(session, otherId)).rejects.toMatchObject({ code: 'sess/ended', reason })
    expect(session).toMatchObject({ state: 'none', endedBecause: reason })
    expect(await isLive(app, otherId)).toBe(true)
  })
})

describe('in a request whose session was written to meanwhile', () => {
  it.each(METHODS)('%s does what it does', async (_, run) => {
    const app = world()
    const { alice, session, otherId } = await running(app)
    await alice.visit((session) => session.update({ n: 1 }))
    await run(session, otherId)
    expect(session).toMatchObject({ userId: 'alice', data: { n: 1 } })
  })
})
