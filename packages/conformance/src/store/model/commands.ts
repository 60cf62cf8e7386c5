import fc from 'fast-check'

/**
 * Random commands as plain data, so that a failure can be printed, read and repeated. `nth` names a session by how many were
 * created after it, times are minutes, and revisions come from a few, so that some are seen again.
 */
const nth = fc.nat({ max: 7 })
const who = fc.constantFrom('alice', 'alice', 'alice', 'bob', 'carol')
const minute = fc.integer({ min: 0, max: 8 })
const revision = fc.nat({ max: 3 })
const mark = fc.constantFrom('compromised', 'reset')
/** There or not, in so many cases out of five. */
const optional = <T>(value: fc.Arbitrary<T>, there = 3) =>
  fc.oneof({ weight: 5 - there, arbitrary: fc.constant(undefined) }, { weight: there, arbitrary: value })

/** A long time, now and then a short one. */
const mostly = (long: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(long) }, { weight: 1, arbitrary: minute })

const fields = fc.record({
  revision,
  group: fc.constantFrom('web', 'web', 'mobile'),
  createdAt: minute,
  seenAt: minute,
  idleExpiresAt: mostly(30),
  absoluteExpiresAt: mostly(40),
  body: fc.constantFrom('', '1a', '1bb', '1ccc'),
})

const limit = fc.record({
  max: fc.integer({ min: 1, max: 3 }),
  overflow: fc.constantFrom('reject' as const, 'evict-oldest' as const, 'evict-least-recent' as const),
})

const create = fc.record({
  verb: fc.constant('create' as const),
  who: fc.constantFrom('alice', 'alice', 'alice', 'bob', 'carol', 'a guest', 'a guest'),
  /** The id of a session that is there, instead of a fresh one. */
  again: optional(nth, 1),
  now: minute,
  fields,
  limit: optional(limit, 4),
  evict: optional(fc.array(nth, { maxLength: 3 })),
  supersedes: optional(nth),
  authenticatedAt: optional(minute),
})

const replace = fc.record({
  verb: fc.constant('replace' as const),
  nth,
  now: minute,
  /** `undefined`: the one that is stored. */
  expected: optional(revision, 1),
  fields,
  clearMark: optional(mark),
})

const end = fc.record({ verb: fc.constant('end' as const), nth, now: minute, ifRevision: optional(revision) })

const endAll = fc.record({
  verb: fc.constant('endAll' as const),
  who,
  now: minute,
  except: optional(nth),
  notBefore: optional(minute),
  mark: optional(mark),
})

const read = fc.record({ verb: fc.constant('read' as const), nth })
const list = fc.record({ verb: fc.constant('list' as const), who, now: minute })

const command = fc.oneof(
  { weight: 12, arbitrary: create },
  { weight: 6, arbitrary: replace },
  { weight: 3, arbitrary: end },
  { weight: 1, arbitrary: endAll },
  { weight: 1, arbitrary: read },
  { weight: 1, arbitrary: list },
)

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never
export type Command = ValueOf<typeof command>
export type Fields = ValueOf<typeof fields>

export const commands = fc.array(command, { minLength: 1, maxLength: 40, size: 'max' })
