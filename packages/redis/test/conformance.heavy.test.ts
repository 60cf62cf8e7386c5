import { storeConformance } from '@sess/conformance/store'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Rig, startRig } from './helpers/rig.ts'

const offers = ['subscribe', 'second', 'leftovers', 'lost-answers', 'outage'] as const

describe.each(['single', 'cluster'] as const)('%s', (topology) => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig(topology)
  })
  afterAll(() => rig.stop())

  for (const library of [5, 6] as const) {
    describe(`ioredis ${library}`, () => {
      storeConformance({ describe, test, offers, open: () => rig.subject(library) })
    })
  }
})
