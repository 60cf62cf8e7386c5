import type { Redis } from 'ioredis'
import { type Contender, expect, inTurn } from '../contender.ts'

/** The least that sessions in Redis can cost: GET of values with as many bytes as the records of these sessions have. */
export async function bareGet(redis: Redis, sessionIds: readonly string[]): Promise<Contender> {
  const bare: { key: string; size: number }[] = []
  for (const id of sessionIds) {
    const size = await redis.hstrlen(`sess:{${id.slice(0, 12)}}`, id)
    expect(size > 0, 'the record')
    const key = `bare:${id}`
    await redis.set(key, 'x'.repeat(size))
    bare.push({ key, size })
  }
  const next = inTurn(bare)
  return {
    name: `ioredis GET of ${bare[0]?.size} bytes`,
    async run() {
      const { key, size } = next()
      expect((await redis.get(key))?.length === size, 'GET')
    },
  }
}
