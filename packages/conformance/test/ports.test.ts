import type { DeviceLedger, ReplayGuard } from '@sess/core'
import { memoryDeviceLedger, memoryReplayGuard } from '@sess/core/memory'
import { describe, expect, test } from 'vitest'
import {
  deviceLedgerConformance,
  type PortSubject,
  portRequirements,
  replayGuardConformance,
} from '../src/ports.ts'
import { BROKEN_GUARDS, BROKEN_LEDGERS, guard, ledger } from './broken/ports.ts'

describe('the memory ports', () => {
  deviceLedgerConformance({ describe, test, open: async () => ({ port: memoryDeviceLedger() }) })
  replayGuardConformance({ describe, test, open: async () => ({ port: memoryReplayGuard() }) })
})

type Collect = (name: string, body: () => Promise<void>) => unknown

/** The ids of the cases that fail. */
async function failuresOf(register: (test: Collect) => unknown): Promise<string[]> {
  const tests: { name: string; body: () => Promise<void> }[] = []
  register((name, body) => tests.push({ name, body }))
  const failed: string[] = []
  for (const { name, body } of tests) {
    await body().catch(() => failed.push(name.replace(/^\[(.*?)\].*$/, '$1')))
  }
  return failed
}

const failuresOfLedger = (open: () => PortSubject<DeviceLedger>) =>
  failuresOf((test) => deviceLedgerConformance({ test, offers: ['leftovers'], open: async () => open() }))

const failuresOfGuard = (open: () => PortSubject<ReplayGuard>) =>
  failuresOf((test) => replayGuardConformance({ test, offers: ['leftovers'], open: async () => open() }))

describe('broken ports fail the cases named after their bugs, and no others', () => {
  test('honest ones fail none', async () => {
    expect(await failuresOfLedger(ledger)).toEqual([])
    expect(await failuresOfGuard(guard)).toEqual([])
  })
  for (const [bug, fails, open] of BROKEN_LEDGERS) {
    test(`DeviceLedger: ${bug}`, async () => expect(await failuresOfLedger(open)).toEqual(fails))
  }
  for (const [bug, fails, open] of BROKEN_GUARDS) {
    test(`ReplayGuard: ${bug}`, async () => expect(await failuresOfGuard(open)).toEqual(fails))
  }

  test('every requirement has a broken port that fails it', () => {
    const named = new Set([...BROKEN_LEDGERS, ...BROKEN_GUARDS].flatMap(([, fails]) => fails))
    expect(portRequirements.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([])
  })

  test('a subject that offers less, or more, than the kit was told fails', async () => {
    const failed = failuresOf((test) =>
      deviceLedgerConformance({ test, offers: [], open: async () => ledger() }),
    )
    expect(await failed).toEqual(['OFFERS'])
  })
})
