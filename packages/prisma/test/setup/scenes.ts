import type { SessionRecord } from '@sess/core'
import type { PrismaStore } from '../../src/index.ts'
import { ending, limited, NOW, next, ownerOf, record } from '../helpers/records.ts'

type Call = () => Promise<unknown>

/** What must be there first, and the call whose queries are looked at. */
export const SCENES: Readonly<Record<string, (store: PrismaStore) => Promise<Call>>> = {
  async 'an authenticated read (`read`)'(store) {
    const { id } = await have(store)
    return () => store.read(id)
  },
  async 'a guest’s first data (`create`)'(store) {
    return () => store.create(record({ userId: null }), NOW)
  },
  async 'a user’s very first login (`create`)'(store) {
    return () => store.create(record({ userId: newUser() }), NOW)
  },
  async 'a login without a limit (`create`)'(store) {
    const { userId } = await have(store)
    return () => store.create(record({ userId }), NOW)
  },
  async 'a login within its limit (`create`)'(store) {
    const { userId } = await have(store)
    return () => store.create(record({ userId }), NOW, limited(9))
  },
  async 'a login whose limit evicts (`create`)'(store) {
    const { userId } = await have(store)
    return () => store.create(record({ userId }), NOW, limited(1))
  },
  async 'a login whose limit evicts, of a guest with data (`create`)'(store) {
    const { userId } = await have(store)
    const guest = await have(store, { userId: null })
    const options = { ...limited(1), supersedes: guest.id, supersededAs: ending() }
    return () => store.create(record({ userId }), NOW, options)
  },
  async 'renewal, re-keying, data, touch (`replace`)'(store) {
    const session = await have(store)
    return () => store.replace(next(session), session.revision, NOW)
  },
  async 'the same, and somebody else was faster (`replace`)'(store) {
    const session = await have(store)
    return () => store.replace(next(session), 'another', NOW)
  },
  async 'a step-up that clears a mark (`replace`)'(store) {
    const session = await have(store)
    await store.endAll(ownerOf(session.userId ?? ''), ending(), NOW, { except: session.id, mark: 'm' })
    return () => store.replace(next(session), session.revision, NOW, { clearMark: 'm' })
  },
  async 'logout, revoking (`end`)'(store) {
    const { id } = await have(store)
    return () => store.end(id, ending(), NOW)
  },
  async 'of what has ended already (`end`)'(store) {
    const { id } = await have(store)
    await store.end(id, ending(), NOW)
    return () => store.end(id, ending(), NOW)
  },
  async 'the sessions of a user (`list`)'(store) {
    const { userId } = await have(store)
    return () => store.list(ownerOf(userId ?? ''), NOW)
  },
  async '“end all my other sessions” (`endAll`)'(store) {
    const { userId } = await have(store)
    return () => store.endAll(ownerOf(userId ?? ''), ending(), NOW, { notBefore: NOW })
  },
  async 'a new device (`recognize`)'(store) {
    return () => store.recognize(ownerOf(newUser()), 'device', NOW, 1000)
  },
  async 'a known device (`recognize`)'(store) {
    const owner = ownerOf(newUser())
    await store.recognize(owner, 'device', NOW, 1000)
    return () => store.recognize(owner, 'device', NOW + 1, 1000)
  },
  async 'a ticket (`consumeOnce`)'(store) {
    return () => store.consumeOnce(newUser(), NOW + 1000)
  },
  async 'a batch of dead sessions (`sweep`)'(store) {
    const over = { userId: null, keepUntil: 1 }
    await have(store, over)
    await have(store, over)
    return () => store.sweep(1, 1)
  },
}

let users = 0
const newUser = () => {
  users += 1
  return `somebody-${users}`
}

async function have(store: PrismaStore, given: Partial<SessionRecord> = {}): Promise<SessionRecord> {
  const session = record({ userId: newUser(), ...given })
  await store.create(session, NOW)
  return session
}
