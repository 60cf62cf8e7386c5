import { describe, expect, test } from 'vitest'
import { Life, MINUTE, type Network, SECOND } from './simulation/life.ts'
import { seeded } from './simulation/random.ts'

const LONG = process.env.SESS_EXPLORE === 'long' ? 10 : 1
/** An overlap is 30 s. */
const BAD: Network = { parallel: 6, lost: 0.08, burstLost: 0.3, latency: 20 * SECOND }

describe('long lives over a bad network, on the real facade', () => {
  test('no honest client is ever accused or signed out, and all end with one token', async () => {
    let renewals = 0
    let reissues = 0
    let advances = 0
    const clients = 300 * LONG
    for (let seed = 1; seed <= clients; seed++) {
      const random = seeded(seed)
      const life = new Life(random)
      await life.signIn()
      let lostInARow = 0
      for (let burst = 0; burst < 60; burst++) {
        life.time.at(life.time.now + SECOND + random() ** 3 * 40 * MINUTE, () => {
          // Fewer than eight rounds of answers are lost in a row, as the assumptions say.
          const burstLost = lostInARow < 6 ? BAD.burstLost : 0
          const before = life.jar
          life.burst({ ...BAD, burstLost, lost: burstLost === 0 ? 0 : BAD.lost })
          lostInARow = burstLost === 0 || life.jar !== before ? 0 : lostInARow + 1
        })
        await life.time.run()
        if (burst % 7 === 3) await life.failOver()
      }
      life.burst({ ...BAD, lost: 0, burstLost: 0 })
      await life.time.run()
      life.burst({ ...BAD, lost: 0, burstLost: 0 })
      await life.time.run()
      expect({
        seed,
        signedOutAt: life.signedOutAt,
        events: life.events.filter((e) => e.type === 'token-reused'),
      }).toEqual({
        seed,
        signedOutAt: null,
        events: [],
      })
      const count = (type: string) => life.events.filter((event) => event.type === type).length
      renewals += count('session-renewed')
      reissues += count('session-reissued')
      advances += count('session-advanced')
    }
    console.log(
      `${clients} honest clients: ${renewals} renewals, ${reissues} handed out again, ${advances} caught up after a fail-over; nobody accused, nobody signed out`,
    )
    expect(renewals).toBeGreaterThan(clients)
    expect(reissues).toBeGreaterThan(clients)
    expect(advances).toBeGreaterThan(0)
  })

  test.each([
    ['every second', SECOND],
    ['every minute', MINUTE],
    ['every half hour', 30 * MINUTE],
  ])('a thief who uses what he stole %s ends the session', async (_, pace) => {
    const found: number[] = []
    const thefts = 40 * LONG
    for (let seed = 1; seed <= thefts; seed++) {
      const random = seeded(seed * 7919)
      const life = new Life(random)
      await life.signIn()
      life.burst({ ...BAD, lost: 0, burstLost: 0 })
      await life.time.run()
      let stolen = life.jar
      let thiefAt = life.time.now + random() * 10 * MINUTE
      let ownerAt = life.time.now + random() * 5 * MINUTE
      for (let step = 0; step < 100_000 && !life.events.some((e) => e.type === 'session-ended'); step++) {
        if (thiefAt < ownerAt) {
          life.time.at(thiefAt, async () => {
            stolen = (await life.steal(stolen)).token
          })
          thiefAt += pace * (0.5 + random())
        } else {
          life.time.at(ownerAt, () => life.burst({ ...BAD, burstLost: 0 }))
          ownerAt += SECOND + random() * 10 * MINUTE
        }
        await life.time.run()
      }
      const end = life.events.find((event) => event.type === 'session-ended')
      expect({ seed, reason: end?.type === 'session-ended' && end.reason }).toEqual({
        seed,
        reason: 'token-reused',
      })
      found.push(life.events.filter((event) => event.type === 'session-renewed').length)
    }
    found.sort((a, b) => a - b)
    console.log(
      `${thefts} thefts: found after ${found[found.length >> 1]} renewals in the median, ${found.at(-1)} at the most`,
    )
  })
})
