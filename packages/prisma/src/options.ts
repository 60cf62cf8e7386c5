import { ConfigError } from '@sess/core'
import { COLUMNS, type DeviceRow, type OwnerRow, type SessionRow, type UsedRow } from './rows.ts'

export type Provider = 'postgresql' | 'mysql' | 'sqlite'

export interface PrismaStoreOptions {
  /** The models' names on the client, where they are not `session`, `sessionOwner`, `sessionDevice` and `sessionUsed`. */
  readonly models?: ModelNames
  /** The fields' names, where the app's schema has others: `{ session: { userId: 'accountId' } }`. */
  readonly fields?: FieldNames
  /** How long a call may take, in milliseconds, whatever the database is doing. Then it fails. Default 5000. */
  readonly timeout?: number
  /** How long a transaction may wait for a connection, and how long it may take, in milliseconds. Default: `timeout`, both. */
  readonly transaction?: { readonly maxWait?: number; readonly timeout?: number }
  /** Default: the provider that the client was generated for; `mysql` is also MariaDB. */
  readonly provider?: Provider
}

export interface ModelNames {
  readonly session?: string
  readonly owner?: string
  readonly device?: string
  readonly used?: string
}

type Names<Row> = { readonly [Column in keyof Row]?: string }

export interface FieldNames {
  readonly session?: Names<SessionRow & { locks: bigint }>
  readonly owner?: Names<OwnerRow & { locks: bigint }>
  readonly device?: Names<DeviceRow>
  readonly used?: Names<UsedRow>
}

export type Model = keyof typeof COLUMNS

export interface Settings {
  readonly provider: Provider
  readonly models: Readonly<Record<Model, string>>
  readonly fields: Readonly<Record<Model, Readonly<Record<string, string>>>>
  readonly timeout: number
  readonly transaction: { readonly maxWait: number; readonly timeout: number }
}

const MODELS: Readonly<Record<Model, string>> = {
  session: 'session',
  owner: 'sessionOwner',
  device: 'sessionDevice',
  used: 'sessionUsed',
}
const PROVIDERS: readonly string[] = ['postgresql', 'mysql', 'sqlite'] satisfies Provider[]
const KNOWN = ['models', 'fields', 'timeout', 'transaction', 'provider']

/** `ConfigError` for anything that could not keep the promises. */
export function resolveOptions(client: unknown, options: PrismaStoreOptions): Settings {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined)
    throw new ConfigError(unknown, 'prismaStore has no such option.', `It has: ${KNOWN.join(', ')}.`)
  const delegates = clientOf(client)
  const models = { ...MODELS, ...options.models }
  for (const model of Object.keys(MODELS) as Model[]) checkModel(delegates, model, models[model])
  const fields = { session: {}, owner: {}, device: {}, used: {}, ...options.fields }
  for (const model of Object.keys(MODELS) as Model[]) checkFields(model, fields[model])
  const timeout = milliseconds('timeout', options.timeout ?? 5_000)
  const { transaction = {} } = options
  return {
    provider: providerOf(delegates, options.provider),
    models,
    fields,
    timeout,
    transaction: {
      maxWait: milliseconds('transaction.maxWait', transaction.maxWait ?? timeout),
      timeout: milliseconds('transaction.timeout', transaction.timeout ?? timeout),
    },
  }
}

function clientOf(client: unknown): Record<string, unknown> {
  if (typeof client !== 'object' || client === null) {
    throw new ConfigError(
      'prisma',
      'it is no Prisma Client.',
      'Pass the one that the app has: new PrismaClient({ adapter }).',
    )
  }
  if ('$replica' in client) {
    throw new ConfigError(
      'prisma',
      'it reads from replicas.',
      'Reads must see the latest write, or an ended session would go on: pass the client that has no read replicas.',
    )
  }
  return client as Record<string, unknown>
}

function checkModel(client: Record<string, unknown>, model: Model, name: string): void {
  const delegate = client[name]
  if (typeof delegate === 'object' && delegate !== null && 'updateMany' in delegate) return
  throw new ConfigError(
    `models.${model}`,
    `the client has no model "${name}".`,
    'Copy the models from node_modules/@sess/prisma/schema/ into the Prisma schema and run `npx prisma generate`, or say what yours is called.',
  )
}

function checkFields(model: Model, names: Readonly<Record<string, unknown>>): void {
  const columns: readonly string[] = [...COLUMNS[model], 'locks']
  const wrong = Object.keys(names).find((name) => !columns.includes(name) || typeof names[name] !== 'string')
  if (wrong === undefined) return
  throw new ConfigError(
    `fields.${model}.${wrong}`,
    'there is no such field to rename.',
    `There is: ${columns.join(', ')}.`,
  )
}

/** Every generated client carries the provider it was generated for, extended ones and those of transactions too. */
function providerOf(client: Record<string, unknown>, given: Provider | undefined): Provider {
  const provider = given ?? client._activeProvider
  if (typeof provider === 'string' && PROVIDERS.includes(provider)) return provider as Provider
  throw new ConfigError(
    'provider',
    provider === undefined
      ? 'the client does not tell its provider.'
      : `"${String(provider)}" is not supported.`,
    `Use one of ${PROVIDERS.join(', ')} ("mysql" is also MariaDB).`,
  )
}

function milliseconds(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new ConfigError(option, `${value} is no whole number of at least 1.`, 'Leave it out for the default.')
}
