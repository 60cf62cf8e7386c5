/**
 * How a record lies in Redis: one field of the partition's hash, named by the id.
 *
 *     format '1' · state 'L' or 'E' · five times, 16 digits each · five lengths in bytes · revision · user · group · ending · auth · body
 *
 * Everything a script has to compare stands at a fixed place in plain ASCII, so that Lua needs neither cjson nor struct and a
 * person with redis-cli can read it. The user's length is `----` for a guest. `ending` is empty while the state is `L`;
 * otherwise the nonce of the call that ended it, then JSON.
 */
export const FORMAT = '1'
export const NONCE_LENGTH = 12

/** `[digits]` of each length, in the order in which the parts follow the header. */
export const LENGTHS = { revision: 3, user: 4, group: 4, ending: 4, auth: 8 } as const
export const TIME_DIGITS = 16
export const NO_USER = '-'.repeat(LENGTHS.user)

/** Bytes before the first part. */
export const HEADER =
  2 + 5 * TIME_DIGITS + Object.values(LENGTHS).reduce((total, digits) => total + digits, 0)

/** Where each time and each length begins, counted from 0. */
export const AT = (() => {
  const times = ['createdAt', 'seenAt', 'idleExpiresAt', 'absoluteExpiresAt', 'keepUntil'] as const
  const at = Object.fromEntries(times.map((name, i) => [name, 2 + i * TIME_DIGITS]))
  let next = 2 + times.length * TIME_DIGITS
  for (const [name, digits] of Object.entries(LENGTHS)) {
    at[`${name}Length`] = next
    next += digits
  }
  return at as Record<(typeof times)[number] | `${keyof typeof LENGTHS}Length`, number>
})()

/** The field with what is known about the hash as a whole. Session ids never look like this, nor like `@user`. */
export const SWEEP_FIELD = '#'

/** The field with what is noted about a user beside the sessions: `notBefore` and the mark. */
export const userField = (userId: string): string => `@${userId}`
