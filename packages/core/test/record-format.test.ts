import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordFormatError, type SessionRecord } from '../src/index.ts'
import { MINUTE } from './support/clock.ts'
import { type World, world } from './support/world.ts'

type App = World<Record<string, unknown>>

/** Somebody edits a record by hand, or a newer version has written it. */
async function damage({ watched, clock }: App, id: string, change: Partial<SessionRecord>): Promise<void> {
  const record = await watched.memory.read(id)
  if (record === null) throw new Error(`there is no ${id}`)
  const answer = await watched.memory.replace(
    { ...record, ...change, revision: 'damaged' },
    record.revision,
    clock.time,
  )
  expect(answer.outcome).toBe('replaced')
}

async function signedInWithId(app: App) {
  app.clock.forward(1)
  const browser = await app.signedIn()
  return { browser, id: (await browser.visit()).session.id ?? '' }
}

const AUTHS = [
  ['a format from the future', () => '4["whatever"]'],
  ['an actor and nothing else', () => '3[["bob","id","why"]]'],
  ['an actor of another type', (auth: string) => `3${JSON.stringify([...JSON.parse(auth.slice(1)), 'bob'])}`],
  [
    'an actor without a reason',
    (auth: string) => `3${JSON.stringify([...JSON.parse(auth.slice(1)), ['bob', 'id']])}`,
  ],
  [
    'an actor and a mark',
    (auth: string) => `3${JSON.stringify([...JSON.parse(auth.slice(1)), 'mark', ['bob', 'id', 'why']])}`,
  ],
  ['a mark and nothing else', () => '2["whatever"]'],
  ['a mark of another type', (auth: string) => `2${JSON.stringify([...JSON.parse(auth.slice(1)), 1])}`],
  ['nothing', () => ''],
  ['cut off', (auth: string) => auth.slice(0, -3)],
  ['no JSON', () => '1{'],
  ['another shape', () => '1{}'],
  ['null', () => '1null'],
  ['a field less', (auth: string) => `1${JSON.stringify(JSON.parse(auth.slice(1)).slice(0, -1))}`],
  ['a field more', (auth: string) => `1${JSON.stringify([...JSON.parse(auth.slice(1)), 1])}`],
  ...Array.from(
    { length: 15 },
    (_, field) =>
      [
        `field ${field} of another type`,
        (auth: string) =>
          `1${JSON.stringify(Object.assign(JSON.parse(auth.slice(1)), { [field]: { not: 'that' } }))}`,
      ] as const,
  ),
  [
    'a hash of another length',
    (auth: string) => `1${JSON.stringify(Object.assign(JSON.parse(auth.slice(1)), ['AAAA']))}`,
  ],
  [
    'a hash of other letters',
    (auth: string) => `1${JSON.stringify(Object.assign(JSON.parse(auth.slice(1)), ['é'.repeat(43)]))}`,
  ],
] as const

describe('an auth that this version does not read', () => {
  it.each(AUTHS)('%s: an error that names the id, and the record stays as it is', async (_, damaged) => {
    const app = world()
    const { browser, id } = await signedInWithId(app)
    const good = await app.watched.memory.read(id)
    await damage(app, id, { auth: damaged(good?.auth ?? '') })
    const before = app.watched.memory.dump()
    app.watched.taken()
    for (let i = 0; i < 2; i++) {
      const error = await browser.request().catch((error: unknown) => error)
      expect(error).toBeInstanceOf(RecordFormatError)
      expect(error).toMatchObject({ code: 'sess/record-format', id, status: 503 })
      expect((error as Error).message).toContain(id)
    }
    expect(app.watched.taken()).toEqual(['read', 'read'])
    expect(app.watched.memory.dump()).toBe(before)
  })

  it('can be revoked by its id, and then the person signs in again', async () => {
    const app = world()
    const { browser, id } = await signedInWithId(app)
    await damage(app, id, { auth: '2' })
    expect(await app.sessions.revoke(id)).toBe(true)
    const { session } = await browser.visit((session) => session.login('alice'))
    expect(session.userId).toBe('alice')
  })

  it('is no hindrance once it has expired', async () => {
    const app = world()
    const { browser, id } = await signedInWithId(app)
    await damage(app, id, { auth: '2' })
    app.clock.forward(40 * MINUTE)
    expect((await browser.visit()).session).toMatchObject({ state: 'none', endedBecause: null })
  })

  it('hides no other session from a list, and can be ended from there', async () => {
    const app = world()
    const bad = await signedInWithId(app)
    const good = await signedInWithId(app)
    await damage(app, bad.id, { auth: '2' })
    const list = await app.sessions.list('alice')
    expect(list.map(({ id }) => id)).toEqual([bad.id, good.id])
    expect(list[0]).toMatchObject({ client: {}, authTime: null, acr: null, amr: [] })
    const { value } = await good.browser.visit(async (session) => {
      expect(await session.list()).toHaveLength(2)
      return session.revoke(bad.id)
    })
    expect(value).toBe(true)
  })

  it('hinders no limit, no login and no end of all', async () => {
    const app = world({ limit: { max: 1 } })
    const { id } = await signedInWithId(app)
    await damage(app, id, { auth: '2' })
    const { id: fresh } = await signedInWithId(app)
    expect((await app.sessions.list('alice')).map(({ id }) => id)).toEqual([fresh])
    await damage(app, fresh, { auth: '2' })
    expect(await app.sessions.revokeAll('alice')).toEqual([fresh])
  })

  it('of any text is this error or a session, never another failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => `1${json}`),
        ),
        async (auth) => {
          const app = world()
          const { browser, id } = await signedInWithId(app)
          await damage(app, id, { auth })
          await expect(browser.request()).rejects.toThrow(RecordFormatError)
          expect(await app.sessions.list('alice')).toHaveLength(1)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('a body that this version does not read', () => {
  const BODIES = [
    '2[]',
    '1{',
    '1[]',
    '1[{}]',
    '1[{},null]',
    '1[{},[]]',
    '1[{},5]',
    '1[null,{}]',
    '1[5,{}]',
    '1null',
    'x',
  ]

  it.each(BODIES)('%j: the session opens, its data is an error that names the id', async (body) => {
    const app = world()
    const { browser, id } = await signedInWithId(app)
    await damage(app, id, { body })
    app.watched.taken()
    await browser.visit(async (session, { head }) => {
      expect(session.userId).toBe('alice')
      expect(() => session.data).toThrow(expect.objectContaining({ code: 'sess/record-format', id }))
      await expect(session.update({ n: 1 })).rejects.toMatchObject({ code: 'sess/record-format', id })
      expect(head.names).toEqual([])
    })
    expect(app.watched.taken()).toEqual(['read'])
    expect((await app.watched.memory.read(id))?.body).toBe(body)
    expect(await app.sessions.list('alice')).toMatchObject([{ id, client: {} }])
  })

  it('leaves re-keying, logout and a new login as they are', async () => {
    for (const run of ['regenerate', 'logout', 'login'] as const) {
      const app = world()
      const { browser, id } = await signedInWithId(app)
      await damage(app, id, { body: '2' })
      await browser.visit((session) => (run === 'login' ? session.login('alice') : session[run]()))
    }
  })
})
