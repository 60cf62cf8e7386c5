import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  type PrismaClientLike,
  type PrismaStore,
  PrismaStoreError,
  type Provider,
  prismaStore,
} from '@sess/prisma'
import { generatedClient, sessModels, sessTables } from '@sess/prisma-client'
import type { DemoStore } from '../store.ts'
import { databaseAt } from './database-url.ts'
import { unusable } from './unusable.ts'

/** The part of a generated client that the demo needs beside the store's. */
interface Client extends PrismaClientLike {
  $transaction(queries: readonly PromiseLike<unknown>[]): Promise<unknown>
  $executeRawUnsafe(sql: string): PromiseLike<unknown>
  $queryRawUnsafe(sql: string): PromiseLike<unknown>
  $disconnect(): Promise<void>
}

const GENERATED = join(import.meta.dirname, '../../.cache/prisma')

export async function openDatabase(url: string): Promise<DemoStore> {
  const { provider, name, adapter } = databaseAt(url)
  try {
    const driver = await adapter()
    const PrismaClient = await generatedClient(provider, sessModels(provider), GENERATED)
    const client = new PrismaClient({ adapter: driver }) as Client
    const store = await opened(client, provider).catch(async (error) => {
      await client.$disconnect()
      throw error
    })
    return { store, name, close: () => client.$disconnect() }
  } catch (error) {
    throw unusable(name, isRefusal(error) ? NO_CONNECTION : error, 'DATABASE_URL')
  }
}

async function opened(client: Client, provider: Provider): Promise<PrismaStore> {
  const store = prismaStore(client)
  // Several demos may work on one file: then readers do not wait for a writer.
  if (provider === 'sqlite') await client.$queryRawUnsafe('PRAGMA journal_mode = WAL')
  if (await lacksTables(store)) await createTables(client, store, sessTables(provider))
  return store
}

const NO_CONNECTION = 'It gives out no connection: check the user, the password and the name of the database.'

/** Nobody else uses the pool yet, so it is not too small. */
const isRefusal = (error: unknown): boolean =>
  error instanceof PrismaStoreError && error.reason === 'no-connection-free'

async function lacksTables(store: PrismaStore): Promise<boolean> {
  try {
    // Looks into every table, and finds nothing that old.
    await store.sweep(0, 1)
    return false
  } catch (error) {
    if (error instanceof PrismaStoreError && error.reason === 'table-missing') return true
    throw error
  }
}

/** An app runs its migrations when it is deployed. */
async function createTables(
  client: Client,
  store: PrismaStore,
  statements: readonly string[],
): Promise<void> {
  try {
    await client.$transaction(statements.map((statement) => client.$executeRawUnsafe(statement)))
  } catch (error) {
    // Another demo that was started at the same moment is making them, on MySQL one by one.
    for (let looks = 1; await lacksTables(store); looks++) {
      if (looks === 20) throw error
      await setTimeout(100)
    }
  }
}
