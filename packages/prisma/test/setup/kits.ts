import { deviceLedgerConformance, replayGuardConformance } from '@sess/conformance/ports'
import { type StoreConformance, storeConformance } from '@sess/conformance/store'
import { describe, test } from 'vitest'
import { type PrismaClientLike, prismaStore } from '../../src/index.ts'
import { clearTables, countRows, type Raw } from './tables.ts'

type Client = PrismaClientLike & Raw

interface Kits {
  readonly actors: number
  readonly runs: number
  /** The client of the store under test. */
  client(): Client
  /** Another process's, where one can write at the same time. */
  second?(): Client
  /** What a test may do to the server. */
  readonly faults?: Pick<
    Awaited<ReturnType<StoreConformance['open']>>,
    'loseNextAnswer' | 'outage' | 'restore'
  >
  /** Only these cases; default: all. */
  readonly only?: RegExp
}

/** What could differ with an older client: the SQL of each verb, the shapes of errors, transactions. */
export const OLDER = {
  actors: 20,
  runs: 1,
  only: new RegExp(
    `^\\[(${[
      'OFFERS|READ-.*|REPLACE-(WRITES|CONFLICT|CLEARS-MARK)|END-(TOMBSTONE|ONCE|IF-REVISION)|LIST-LIVE|SWEEP',
      'CREATE-(STORES|DUPLICATE|REFUSED|LIMIT-REJECT|EVICT-OLDEST|EVICT-CHOSEN|SUPERSEDES)|ENDALL-(EXCEPT|MARK)',
      'BYTES-(ID|PAYLOAD)|SECOND-HANDLE|FAULT-.*|RACE-(LIMIT|CREATE|REPLACE|END|SUPERSEDE)|(DEVICE|REPLAY)-RACE',
    ].join('|')})\\]`,
  ),
}

/** The store kit and those of the two small ports, on tables that are emptied before each test. */
export function kits({ actors, runs, client, second, faults, only }: Kits): void {
  const runner = {
    describe,
    test: (title: string, run: () => Promise<void>) => {
      if (only?.test(title) ?? true) test(title, run)
    },
    actors,
  }
  const open = async () => {
    await clearTables(client())
    const store = prismaStore(client())
    return {
      store,
      ...(second && { second: async () => prismaStore(second()) }),
      async leftovers(now: number) {
        while ((await store.sweep(now, 100)).more);
        return countRows(client())
      },
    }
  }
  const openPort = async () => {
    const { store, ...rest } = await open()
    return { port: store, ...rest }
  }
  const shared = second ? (['second', 'leftovers'] as const) : (['leftovers'] as const)
  const faulty = faults ? (['lost-answers', 'outage'] as const) : []

  storeConformance({
    ...runner,
    random: { runs },
    offers: ['sweep', ...shared, ...faulty],
    open: async () => ({ ...(await open()), ...faults }),
  })
  deviceLedgerConformance({ ...runner, offers: shared, open: openPort })
  replayGuardConformance({ ...runner, offers: shared, open: openPort })
}
