import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ConfigError, InvalidDataError, RecordFormatError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import { type Grant, isGrant } from './grant.ts'
import type { SessionRecord } from './store.ts'

const FORMAT = '1'
/** Of a session that has a grant, too. */
const FORMAT_WITH_GRANT = '2'

/** The `body` of a record, as its text holds it. */
export interface Body {
  readonly client: ClientFacts
  readonly data: object
  readonly grant?: Grant | undefined
}

/** The `body` of a record: a format character, then a JSON array of the client's facts, the data, which is JSON already, and the grant. */
export const encodeBody = (client: ClientFacts, data: DataText, grant?: Grant): string =>
  grant === undefined
    ? `${FORMAT}[${JSON.stringify(client)},${data}]`
    : `${FORMAT_WITH_GRANT}[${JSON.stringify(client)},${data},${JSON.stringify(grant)}]`

/** `RecordFormatError` for a format from the future or a damaged text. A tombstone has none: empty. */
export function decodeBody(record: SessionRecord): Body {
  const format = record.body[0]
  if (format === undefined) return { client: {}, data: {} }
  if (format !== FORMAT && format !== FORMAT_WITH_GRANT) throw new RecordFormatError(record.id, 'body')
  try {
    const [client, data, ...more] = JSON.parse(record.body.slice(1)) as unknown[]
    if (!isMapping(client) || !isMapping(data)) throw new Error('shape')
    if (format === FORMAT && more.length === 0) return { client, data }
    const [grant, ...others] = more
    if (format === FORMAT || !isGrant(grant) || others.length > 0) throw new Error('shape')
    return { client, data, grant }
  } catch (cause) {
    throw new RecordFormatError(record.id, 'body', cause)
  }
}

/** The data as a JSON text that is an object. */
export type DataText = `{${string}`

/** How an app's data is read and written; `where` says in the error which data it was. */
export interface DataRules<Data extends object> {
  /** What the app sees of stored data: as the schema gives it, and frozen all the way down, for schemas share their defaults. */
  read(stored: object, where: string): Data
  /** What is stored of the app's data: accepted by the schema now, and when it is read again. */
  write(value: unknown, where: string): DataText
}

/** The rules of a schema, after trying it on `{}`: a session starts empty, and what is typed as present must be. */
export function dataRules<Data extends object>(
  schema: StandardSchemaV1<unknown, Data> | undefined,
): DataRules<Data> {
  if (schema === undefined) return { read: (stored) => frozen(stored as Data), write: toText }
  const check = schemaCheck(schema)
  try {
    check({}, 'of a new session')
  } catch (error) {
    if (!(error instanceof InvalidDataError)) throw error
    throw new ConfigError(
      'data',
      `the schema refuses {}, but a session starts empty (${error.message}).`,
      'Make its fields optional, or give them defaults.',
    )
  }
  return {
    read: (stored, where) => frozen(check(stored, where)),
    write(value, where) {
      const text = toText(check(plain(value, where), where), where)
      const again = toText(check(JSON.parse(text), `${where}, as it would be read again,`), where)
      if (again === text) return text
      throw new TypeError(
        `The schema changes session data ${where} each time it reads it. Let it give the same for what it has given before.`,
      )
    },
  }
}

function schemaCheck<Data extends object>(
  schema: StandardSchemaV1<unknown, Data>,
): (value: unknown, where: string) => Data {
  const validate = schema?.['~standard']?.validate
  if (typeof validate !== 'function') {
    throw new ConfigError(
      'data',
      'it is not a Standard Schema.',
      'Pass a schema of zod, valibot, arktype or another library that implements it.',
    )
  }
  return (value, where) => {
    const result = validate(value)
    if (result instanceof Promise) {
      abandon(result)
      throw new ConfigError(
        'data',
        'the schema answers asynchronously.',
        'Use one without asynchronous checks.',
      )
    }
    if (result.issues !== undefined) throw new InvalidDataError(where, result.issues)
    return result.value
  }
}

/** Whatever JSON makes of it: it must be an object then too, or the session could never be read again. */
function toText(value: unknown, where: string): DataText {
  const text: string | undefined = JSON.stringify(plain(value, where))
  if (text?.[0] === '{') return text as DataText
  throw new TypeError(
    `Session data ${where} must be an object in JSON too; its toJSON() makes something else of it.`,
  )
}

/** The value, if it is an object that JSON keeps: no list, and of no class. */
export function plain(value: unknown, where: string): object {
  if (isMapping(value)) {
    const prototype = Object.getPrototypeOf(value)
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return value
  }
  if (value instanceof Promise) abandon(value)
  const hint = value instanceof Promise ? ' The function that makes it has to be synchronous.' : ''
  throw new TypeError(`Session data ${where} must be a plain object; got ${kindOf(value)}.${hint}`)
}

/** Nobody waits for it, and were it to fail, which it does if it writes to the frozen data, that would end the process. */
function abandon(promise: Promise<unknown>): void {
  promise.catch(() => {})
}

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  return Array.isArray(value) ? 'a list' : `an instance of ${value.constructor?.name}`
}

function freezePart(part: unknown): void {
  if (typeof part === 'object' && part !== null) frozen(part)
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const isList = Array.isArray(value)
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype) return value
  // First itself, for what a schema makes may hold itself.
  Object.freeze(value)
  if (isList) for (const part of value) freezePart(part)
  else for (const name in value) freezePart(value[name])
  return value
}
