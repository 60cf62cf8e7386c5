import { deviceLedgerConformance, replayGuardConformance } from '@sess/conformance/ports'
import { storeConformance } from '@sess/conformance/store'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Rig, startRig } from './helpers/rig.ts'

describe.each(['single', 'cluster'] as const)('%s', (topology) => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig(topology)
  })
  afterAll(() => rig.stop())

  describe.each([5, 6] as const)('ioredis %i', (library) => {
    storeConformance({
      describe,
      test,
      offers: ['subscribe', 'second', 'leftovers', 'lost-answers', 'outage'],
      open: () => rig.subject(library),
    })
    const offers = ['leftovers', 'second'] as const
    const open = async () => {
      const { store: port, second, ...rest } = await rig.subject(library)
      return { port, second, leftovers: rest.leftovers, close: rest.close }
    }
    deviceLedgerConformance({ describe, test, offers, open })
    replayGuardConformance({ describe, test, offers, open })
  })
})
