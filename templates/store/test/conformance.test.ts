import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeConformance } from '@sess/conformance/store'
import { open } from 'lmdb'
import { describe, test } from 'vitest'
import { lmdbStore } from '../src/index.ts'

/** The whole contract. `second` is another handle on the same files, as another process has it. */
storeConformance({
  describe,
  test,
  offers: ['sweep', 'second', 'leftovers'],
  async open() {
    const path = mkdtempSync(join(tmpdir(), 'sess-store-'))
    const [here, there] = [open({ path }), open({ path })]
    const store = lmdbStore(here)
    return {
      store,
      second: async () => lmdbStore(there),
      async leftovers(now) {
        await store.sweep(now, Number.POSITIVE_INFINITY)
        return here.openDB({ name: 'sess', encoding: 'json' }).getCount()
      },
      async close() {
        await Promise.all([here.close(), there.close()])
        rmSync(path, { recursive: true, force: true })
      },
    }
  },
})
