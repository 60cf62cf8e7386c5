import { memoryStore } from '@sess/core/memory'
import { describe, test } from 'vitest'
import { storeConformance } from '../src/store.ts'

storeConformance({
  describe,
  test,
  offers: ['sweep', 'subscribe', 'leftovers'],
  async open() {
    const store = memoryStore()
    return {
      store,
      async leftovers(now) {
        await store.sweep(now, Number.POSITIVE_INFINITY)
        const { records, users } = JSON.parse(store.dump())
        return records.length + users.length
      },
    }
  },
})
