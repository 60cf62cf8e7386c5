import { describe, expect, test } from 'vitest'
import { type Holder, Life } from './simulation/life.ts'
import { type Random, seeded } from './simulation/random.ts'
import { DAY, MINUTE, SECOND } from './support/clock.ts'

const LONG = process.env.SESS_EXPLORE === 'long' ? 15 : 1
const BURSTS = 60

/** A pause between two bursts: mostly a while, now and then more than half an hour. */
const pause = (random: Random) => SECOND + random() ** 3 * 40 * MINUTE

/**
 * Long after the last one, a quiet burst is handed whatever is due: a renewal, or one whose answer was lost. The next one shows it.
 * From then on there is nothing to hand out, for a renewal interval is longer than that.
 */
async function comesToRest(life: Life): Promise<void> {
  await life.time.wait(20 * MINUTE)
  for (let burst = 0; burst < 2; burst++) {
    life.burst(() => null, true)
    await life.time.wait(MINUTE)
  }
  const { handed, owner } = life
  const { token } = owner
  life.burst(() => null, true)
  await life.time.wait(MINUTE)
  expect({ handed: life.handed, isOneToken: owner.token === token }).toEqual({ handed, isOneToken: true })
}

describe('long lives on the real facade, over a bad network and a distant store', {
  timeout: 3_600_000,
}, () => {
  test('no honest client is accused or signed out, and all end with one token', async () => {
    const clients = 200 * LONG
    const sum = { renewals: 0, reissues: 0, advances: 0, failOvers: 0 }
    for (let seed = 1; seed <= clients; seed++) {
      const random = seeded(seed)
      const life = new Life(random)
      await life.signIn()
      life.time.begin(async () => {
        let lostInARow = 0
        for (let burst = 0; burst < BURSTS; burst++) {
          await life.time.wait(pause(random))
          // Fewer than eight rounds of answers are lost in a row, as the assumptions say.
          const before = life.owner.token
          life.burst(() => null, lostInARow >= 6)
          if (burst % 7 === 3) {
            await life.time.wait(random() * 20 * SECOND)
            if (await life.failOver()) sum.failOvers++
          }
          await life.time.wait(random() * 25 * SECOND)
          lostInARow = before === life.owner.token ? lostInARow + 1 : 0
        }
        await comesToRest(life)
      })
      await life.time.run()
      const { refused, handed } = life
      const [renewals, reissues] = [life.count('session-renewed'), life.count('session-reissued')]
      expect({
        seed,
        refused,
        ended: life.count('session-ended'),
        accused: life.count('token-reused'),
      }).toEqual({
        seed,
        refused: 0,
        ended: 0,
        accused: 0,
      })
      // Every token that goes out is told.
      expect(renewals + reissues).toBe(handed)
      sum.renewals += renewals
      sum.reissues += reissues
      sum.advances += life.count('session-advanced')
    }
    const { renewals, reissues, advances, failOvers } = sum
    console.log(
      `${clients} honest clients, ${clients * BURSTS} bursts, ${failOvers} fail-overs: ${renewals} renewals, ${reissues} handed out again, ` +
        `${advances} caught up; 0 accused, 0 signed out`,
    )
    expect(renewals).toBeGreaterThan(clients)
    expect(reissues).toBeGreaterThan(clients)
    expect(advances).toBeGreaterThan(0)
  })

  test('with re-keyings among the requests nobody is accused, and who has to sign in again lost an answer', async () => {
    const clients = 100 * LONG
    const sum = { rekeyings: 0, signedOut: 0 }
    for (let seed = 1; seed <= clients; seed++) {
      const random = seeded(seed * 104729)
      const life = new Life(random)
      await life.signIn()
      life.time.begin(async () => {
        for (let burst = 0; burst < BURSTS; burst++) {
          await life.time.wait(pause(random))
          const ended = life.count('session-ended')
          life.burst(() => (random() < 0.1 ? (session) => session.regenerate() : null))
          await life.time.wait(60 * SECOND)
          if (life.count('session-ended') === ended) continue
          sum.signedOut++
          expect({ seed, burst, excused: life.excused }).toEqual({ seed, burst, excused: true })
          life.excused = false
          life.owner.token = ''
          await life.request(life.owner, false, (session) => session.login('alice'))
        }
      })
      await life.time.run()
      expect({ seed, accused: life.count('token-reused') }).toEqual({ seed, accused: 0 })
      sum.rekeyings += life.count('session-rekeyed')
    }
    console.log(
      `${clients} honest clients, ${sum.rekeyings} re-keyings: 0 accused, ${sum.signedOut} signed in again`,
    )
    expect(sum.rekeyings).toBeGreaterThan(clients)
    expect(sum.signedOut).toBeGreaterThan(0)
  })

  test.each([
    ['every second', SECOND],
    ['every minute', MINUTE],
    ['every ten minutes', 10 * MINUTE],
    ['every half hour', 30 * MINUTE],
  ])('a thief who uses what he stole %s ends the session', async (often, pace) => {
    const thefts = 40 * LONG
    const found: number[] = []
    for (let seed = 1; seed <= thefts; seed++) {
      const random = seeded(seed * 7919)
      const life = new Life(random)
      await life.signIn()
      const over = () => life.count('session-ended') > 0 || life.time.now() > end
      const end = life.time.now() + 30 * DAY
      let renewalsBefore = 0
      const owns = async () => {
        while (!over()) {
          life.burst(() => null)
          await life.time.wait(30 * SECOND + random() * 10 * MINUTE)
        }
      }
      const steals = async () => {
        await life.time.wait(random() * 60 * MINUTE)
        const thief: Holder = { token: life.owner.token }
        renewalsBefore = life.count('session-renewed')
        while (!over()) {
          life.time.begin(() => life.request(thief, false, null))
          await life.time.wait(pace * (0.5 + random()))
        }
      }
      life.time.begin(owns)
      life.time.begin(steals)
      await life.time.run(over)
      expect({ seed, found: life.count('token-reused') }).toEqual({ seed, found: 1 })
      found.push(life.count('session-renewed') - renewalsBefore)
    }
    found.sort((a, b) => a - b)
    const median = found[found.length >> 1] ?? 0
    console.log(
      `${thefts} thefts used ${often}: found after ${median} renewals in the median, ${found.at(-1)} at the most`,
    )
    expect(median).toBeLessThanOrEqual(6)
  })
})
