import { describe, test } from 'node:test'
import { type StoreConformance, storeConformance } from '@sess/conformance/store'
import { memorySubject, wrapped } from '../support/subjects.ts'

/** The kit under Node's own runner: on the memory store, or with the argument `broken` on one that forgets what `by` is. */
const open: StoreConformance['open'] = process.argv.includes('broken')
  ? async () =>
      wrapped((inner) => ({
        end: (id, { by: _, ...ending }, now, options) => inner.end(id, ending, now, options),
      }))
  : async () => memorySubject()

storeConformance({ describe, test, open, offers: ['leftovers', 'subscribe', 'sweep'], random: { runs: 20 } })
