import type { Ref } from '@sess/core'
import { NO_USER } from './layout.ts'

const DIGITS = 4
const HEAD = 3 * DIGITS

/** Reads what the scripts write of a session: the lengths of user, group and id in bytes, then id, user, group; any number of them. */
export function decodeRefs(text: string): Ref[] {
  const bytes = Buffer.from(text)
  const refs: Ref[] = []
  let at = 0
  const take = (length: number) => {
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  while (at + HEAD <= bytes.length) {
    const [user, group, id] = [take(DIGITS), take(DIGITS), take(DIGITS)]
    const guest = user === NO_USER
    const named = { id: take(Number(id)), userId: take(guest ? 0 : Number(user)), group: take(Number(group)) }
    refs.push({ ...named, userId: guest ? null : named.userId })
  }
  return refs
}
