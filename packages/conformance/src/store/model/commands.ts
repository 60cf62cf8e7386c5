import fc from 'fast-check'

/**
 * Random commands as plain data, so that a failure can be printed, read and repeated. Sessions are *slots* with a fixed id
 * and owner; times are minutes; revisions come from a few, so that some are seen again.
 */
const SLOTS = 10
export const USERS = 3

const slot = fc.nat({ max: SLOTS - 1 })
const user = fc.nat({ max: USERS - 1 })
const minute = fc.integer({ min: 0, max: 12 })
const revision = fc.nat({ max: 3 })
const mark = fc.constantFrom('compromised', 'reset')
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 })

const fields = {
  revision,
  group: fc.constantFrom('web', 'web', 'mobile'),
  createdAt: minute,
  seenAt: minute,
  idle: fc.integer({ min: 1, max: 20 }),
  absolute: fc.integer({ min: 4, max: 30 }),
  body: fc.constantFrom('', '1a', '1bb', '1ccc'),
}

const limit = fc.record({
  max: fc.integer({ min: 1, max: 3 }),
  overflow: fc.constantFrom('reject' as const, 'evict-oldest' as const, 'evict-least-recent' as const),
})

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never
export type Command = ValueOf<typeof command>

const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      verb: fc.constant('create' as const),
      slot,
      now: minute,
      fields: fc.record(fields),
      limit: optional(limit),
      evict: optional(fc.array(slot, { maxLength: 3 })),
      supersedes: optional(slot),
      authenticatedAt: optional(minute),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      verb: fc.constant('replace' as const),
      slot,
      now: minute,
      /** `undefined`: the one that is stored. */
      expected: fc.option(revision, { nil: undefined, freq: 3 }),
      fields: fc.record(fields),
      clearMark: optional(mark),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant('end' as const),
      slot,
      now: minute,
      ifRevision: optional(revision),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('endAll' as const),
      user,
      now: minute,
      except: optional(slot),
      notBefore: optional(minute),
      mark: optional(mark),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('read' as const), slot }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('list' as const), user, now: minute }) },
)

export const commands = fc.array(command, { minLength: 1, maxLength: 25, size: 'max' })
