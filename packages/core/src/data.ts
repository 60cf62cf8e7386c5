import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ConfigError, InvalidDataError, RecordFormatError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import type { SessionRecord } from './store.ts'

/** What a record's `body` holds. */
export interface Body {
  readonly client: ClientFacts
  readonly data: unknown
}

const FORMAT = '1'

/** A format character, then JSON. */
export const encodeBody = (body: Body): string => FORMAT + JSON.stringify([body.client, body.data])

/** `RecordFormatError` for a format from the future or a damaged text. A tombstone has none: empty. */
export function decodeBody(record: SessionRecord): Body {
  if (record.body === '') return { client: {}, data: {} }
  if (record.body[0] !== FORMAT) throw new RecordFormatError(record.id, 'body')
  try {
    const [client, data] = JSON.parse(record.body.slice(1)) as [ClientFacts, unknown]
    if (typeof client !== 'object' || typeof data !== 'object' || data === null) throw new Error('shape')
    return { client, data }
  } catch (cause) {
    throw new RecordFormatError(record.id, 'body', cause)
  }
}

/** Checks data by the app's schema: `where` says in the error which data it was. */
export type DataCheck<Data extends object> = (value: unknown, where: string) => Data

/** The check for a schema, after trying it on `{}`: a session starts empty, and what is typed as present must be. */
export function dataCheck<Data extends object>(
  schema: StandardSchemaV1<unknown, Data> | undefined,
): DataCheck<Data> {
  if (schema === undefined) return plainObject as DataCheck<Data>
  const check: DataCheck<Data> = (value, where) => {
    const result = schema['~standard'].validate(plainObject(value, where))
    if (result instanceof Promise)
      throw new ConfigError(
        'data',
        'the schema answers asynchronously.',
        'Use one without asynchronous checks.',
      )
    if (result.issues !== undefined) throw new InvalidDataError(where, result.issues)
    return result.value
  }
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
  return check
}

function plainObject(value: unknown, where: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new TypeError(
    `Session data ${where} must be an object; got ${value === null ? 'null' : typeof value}.`,
  )
}
