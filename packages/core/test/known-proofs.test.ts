import { describe, expect, it } from 'vitest'
import { decodeAuth, encodeAuth } from '../src/auth-state.ts'
import { KnownProofs } from '../src/known-proofs.ts'
import type { SessionRecord } from '../src/store.ts'
import { parseToken, sibling } from '../src/token.ts'
import { carrierFor, SESSION, TestHead } from './support/browser.ts'
import { world } from './support/world.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same text with another character at that place. */
const changedAt = (text: string, at: number): string =>
  text.slice(0, at) + DIGITS[(DIGITS.indexOf(text[at] as string) + 1) % 64] + text.slice(at + 1)

describe('a session whose proof is known', () => {
  it('is still not opened by a token that differs in any single character (P4)', async () => {
    const app = world()
    const alice = await app.signedIn()
    await alice.visit()
    const token = alice.token as string
    const open = async (text: string) =>
      (await app.sessions.view(carrierFor(`${SESSION}=${text}`, {}, new TestHead()))).userId
    expect(await open(token)).toBe('alice')
    for (let at = 0; at < token.length; at++) expect(await open(changedAt(token, at)), `${at}`).toBeNull()
    expect(await open(token)).toBe('alice')
    expect(app.told()).not.toContain('session-ended')
  })

  it('is judged on what is stored now: re-keyed or ended elsewhere counts at the next request (P2, P5)', async () => {
    const app = world()
    const alice = await app.signedIn()
    await alice.visit()
    const before = alice.jar.header()
    await alice.visit((session) => session.regenerate())
    expect((await app.sessions.view(carrierFor(before, {}, new TestHead()))).state).toBe('superseded')
    await alice.visit()
    expect((await alice.visit()).session.userId).toBe('alice')
    await app.sessions.revokeAll('alice')
    expect((await alice.visit()).session).toMatchObject({
      userId: null,
      endedBecause: 'revoked-by-administrator',
    })
  })

  it('has no known proof for another proofKey: a forger who knows the secret is found out', async () => {
    const app = world()
    const alice = await app.signedIn()
    await alice.visit()
    const id = (await alice.visit()).session.id as string
    const record = (await app.watched.store.read(id)) as SessionRecord
    const token = parseToken(alice.token as string)
    const otherKey = crypto.getRandomValues(new Uint8Array(32))
    const state = { ...decodeAuth(record), proofKey: otherKey }
    await app.watched.store.replace({ ...record, auth: encodeAuth(state), revision: 'r' }, record.revision, 0)
    expect((await alice.visit()).session.userId).toBeNull()
    expect(token && sibling(token, token.generation, otherKey).proof).not.toEqual(token?.proof)
  })
})

describe('what is known', () => {
  const known = (auth: string) => ({ auth, state: {} as never, proof: new Uint8Array(32) })

  it('counts only for the very text that is stored', () => {
    const proofs = new KnownProofs()
    proofs.set('a', known('1'))
    expect(proofs.get('a', '1')).toBeDefined()
    expect(proofs.get('a', '2')).toBeUndefined()
    expect(proofs.get('b', '1')).toBeUndefined()
  })

  it('is bounded: of very many sessions the first are forgotten, the last are not', () => {
    const proofs = new KnownProofs()
    for (let i = 0; i < 10_000; i++) proofs.set(`${i}`, known('1'))
    const kept = Array.from({ length: 10_000 }, (_, i) => proofs.get(`${i}`, '1')).filter(Boolean)
    expect(kept.length).toBeLessThanOrEqual(2048)
    expect(proofs.get('0', '1')).toBeUndefined()
    expect(proofs.get('9999', '1')).toBeDefined()
  })

  it('holds neither a token nor its secret', async () => {
    const app = world()
    const alice = await app.signedIn()
    const token = parseToken(alice.token as string)
    expect(token?.proof.buffer).not.toBe(token?.signed.buffer)
    expect(token?.proof.byteLength).toBe(token?.proof.buffer.byteLength)
  })
})
