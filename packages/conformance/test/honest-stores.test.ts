import { describe, expect, test } from 'vitest'
import { HONEST } from './support/honest.ts'
import { failuresOf } from './support/run-kit.ts'

describe('no honest store fails any case', () => {
  for (const { name, open, random = { runs: 100 } } of HONEST) {
    test(name, { timeout: 60_000 }, async () => {
      const failures = await failuresOf(open, { random, patience: 4000 })
      expect([...failures.values()].map(({ message }) => message)).toEqual([])
    })
  }
})
