import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Redis } from 'ioredis'
import { type Contender, DATA, expect, inTurn, USER } from '../contender.ts'

/** What somebody would write by hand who keeps only hashes: sha256(cookie), GET, JSON.parse, compare, look at one deadline. No renewal, no replay, no key. */
export async function byHandOn(redis: Redis, users: number): Promise<Contender> {
  const cookies: { cookie: string; userId: string }[] = []
  const hashOf = (text: string) => createHash('sha256').update(text).digest()
  for (let i = 0; i < users; i++) {
    const userId = `${USER}-${i}`
    const [id, secret] = [18, 32].map((length) => randomBytes(length).toString('base64url'))
    const hash = hashOf(secret ?? '').toString('base64url')
    const times = { createdAt: Date.now(), seenAt: Date.now(), expiresAt: Date.now() + 3_600_000 }
    await redis.set(`hand:${id}`, JSON.stringify({ hash, userId, ...times, data: DATA }))
    cookies.push({ cookie: `__Host-sess=${id}.${secret}`, userId })
  }
  const next = inTurn(cookies)
  return {
    name: 'by hand: sha256, GET, JSON.parse',
    async run() {
      const { cookie, userId } = next()
      const [id, secret = ''] = cookie.slice(cookie.indexOf('=') + 1).split('.')
      const stored = JSON.parse((await redis.get(`hand:${id}`)) ?? '{}')
      const same = timingSafeEqual(hashOf(secret), Buffer.from(stored.hash, 'base64url'))
      expect(same && Date.now() < stored.expiresAt && stored.userId === userId, 'by hand')
    },
  }
}
