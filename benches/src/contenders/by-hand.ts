import { createHash, randomBytes } from 'node:crypto'
import { type Contender, DATA, expect, USER } from '../contender.ts'

/** The least that a session can cost: a lookup by the hash of a random cookie. No deadline, no renewal, no key. */
export function byHand(): Contender {
  const store = new Map<string, string>()
  const value = randomBytes(32).toString('base64url')
  const cookie = `sid=${value}`
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  store.set(hash(value), JSON.stringify({ userId: USER, data: DATA }))
  const open = async (header: string) => JSON.parse(store.get(hash(header.slice(4))) ?? 'null')
  return {
    name: 'by hand: sha256(cookie), Map.get, JSON.parse',
    async run() {
      const opened = await open(cookie)
      expect(opened.userId === USER && opened.data.theme === 'dark', 'open')
    },
  }
}
