import type { SessionStore } from '@sess/core'
import type { KeyRing } from '@sess/core/tokens'
import { Family } from './family.ts'
import { seeded } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface Run {
  readonly seed: number
  /** Alarms, ends and refusals: none of them is due to an honest client. */
  readonly accused: number
  readonly ended: number
  readonly refused: readonly string[]
  readonly refreshes: number
  readonly renewals: number
  readonly reissues: number
  readonly lost: number
  readonly duplicated: number
  readonly overtaken: number
}

function report(family: Family, seed: number): Run {
  return {
    seed,
    accused: family.count('token-reused'),
    ended: family.count('session-ended'),
    refused: family.refused,
    renewals: family.count('session-renewed'),
    reissues: family.count('session-reissued'),
    ...family.sum,
  }
}

/** A person with up to five tabs, who works, pauses and sleeps, over a network that loses, repeats and shuffles. */
export async function honestRun(store: SessionStore, keys: KeyRing, seed: number): Promise<Run> {
  const random = seeded(seed)
  const family = new Family(store, keys, random, `honest-${seed}`)
  const pause = () => {
    const kind = random()
    if (kind < 0.15) return random() * MINUTE
    if (kind < 0.35) return random() * 4 * MINUTE
    return kind < 0.9 ? (10 + random() * 5) * MINUTE : random() * 8 * HOUR
  }
  await family.time.until(
    (async () => {
      await family.signIn()
      for (let round = 0; round < 4; round++) {
        await family.time.wait(pause())
        await family.round(1 + Math.floor(random() * 5))
      }
      // It comes to rest: what is due goes out, is shown, and from then on there is one token.
      await family.time.wait(3 * MINUTE)
      for (let round = 0; round < 2; round++) await family.calmRound(1)
      const { token } = family.jar
      await family.calmRound(3)
      if (family.jar.token !== token) throw new Error(`Seed ${seed} did not come to rest.`)
    })(),
  )
  return report(family, seed)
}

/** The same person, and a thief who has copied the refresh token once and uses what he has at his own pace. Gives how long it took to find him (ms). */
export async function theft(
  store: SessionStore,
  keys: KeyRing,
  seed: number,
  pace: number,
): Promise<{ readonly seed: number; readonly found: boolean; readonly took: number }> {
  const random = seeded(seed * 7919)
  const family = new Family(store, keys, random, `robbed-${seed}-${pace}`)
  const over = () => family.count('session-ended') > 0
  let stolenAt = 0
  await family.time.until(
    (async () => {
      await family.signIn()
      const end = family.time.now() + 6 * DAY
      const owner = (async () => {
        while (!over() && family.time.now() < end) {
          await family.time.wait((10 + random() * 5) * MINUTE)
          await family.round(1 + Math.floor(random() * 3))
        }
      })()
      await family.time.wait(random() * 3 * HOUR)
      stolenAt = family.time.now()
      const thief = { token: family.jar.token }
      while (!over() && family.time.now() < end) {
        await family.refresh(thief)
        await family.time.wait(pace * (0.5 + random()))
      }
      await owner
    })(),
  )
  const alarm = family.events.find(({ type }) => type === 'token-reused')
  return { seed, found: alarm !== undefined, took: (alarm?.at ?? Number.POSITIVE_INFINITY) - stolenAt }
}
