import type { SessionStore } from '@sess/core'
import { generateKeys, importKeys } from '@sess/core/tokens'
import { describe, expect, test } from 'vitest'
import { honestRun, theft } from '../src/index.ts'

const MINUTE = 60_000
/** Each has a time of its own, so that they only share the machine, and the store. */
const AT_ONCE = 20

/** The runs on a store, as many as it is asked for. */
export function runs(
  name: string,
  store: () => SessionStore,
  { honest, thefts }: { readonly honest: number; readonly thefts: number },
): void {
  describe(`refreshing on ${name}`, { timeout: 3_600_000 }, () => {
    test(`${honest} honest clients with several tabs: none is accused or signed out, and each comes to one token`, async () => {
      const keys = await importKeys(await generateKeys())
      const sum = { refreshes: 0, renewals: 0, reissues: 0, lost: 0, duplicated: 0, overtaken: 0 }
      for (let first = 1; first <= honest; first += AT_ONCE) {
        const seeds = Array.from({ length: Math.min(AT_ONCE, honest - first + 1) }, (_, i) => first + i)
        for (const run of await Promise.all(seeds.map((seed) => honestRun(store(), keys, seed)))) {
          const { seed, accused, ended, refused, ...counts } = run
          expect({ seed, accused, ended, refused }).toEqual({ seed, accused: 0, ended: 0, refused: [] })
          for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += counts[key]
        }
      }
      console.log(`${name}: ${honest} honest clients, ${JSON.stringify(sum)}; 0 accused, 0 signed out`)
      for (const count of Object.values(sum)) expect(count).toBeGreaterThan(honest / 2)
    })

    test.each([1, 5, 15, 60])(
      `a thief who refreshes every %i minutes or so is found, ${thefts} times`,
      async (minutes) => {
        const keys = await importKeys(await generateKeys())
        const took: number[] = []
        for (let seed = 1; seed <= thefts; seed++) {
          const run = await theft(store(), keys, seed, minutes * MINUTE)
          expect({ seed, found: run.found }).toEqual({ seed, found: true })
          took.push(Math.round(run.took / MINUTE))
        }
        took.sort((a, b) => a - b)
        const median = took[took.length >> 1]
        console.log(
          `${name}, every ${minutes} min: found after ${median} minutes in the median, ${took.at(-1)} at the most`,
        )
        expect(median).toBeLessThan(2 * 60 + 2 * minutes)
      },
    )
  })
}
