import { randomBytes, toBase64url } from './bytes.ts'
import { checkUserId } from './check-caller.ts'
import type { Context } from './context.ts'
import { endOne, tellEnded } from './ending.ts'
import type { Compromised, CompromiseOptions } from './facade.ts'

/** `sessions.compromised`: one store command for a user, one more to learn whose session it is. */
export async function endCompromised<Data extends object>(
  context: Context<Data>,
  who: Compromised,
  { evidence, by }: CompromiseOptions,
): Promise<readonly string[]> {
  const found = 'id' in who ? await context.store.read(checkId(who.id)) : null
  if ('id' in who && found === null) return []
  const now = context.now()
  const ending = context.ending('compromised', now, by)
  const userId = 'id' in who ? (found?.userId ?? null) : who.userId
  context.emit({
    type: 'account-compromised',
    at: now,
    ref: { id: found?.id ?? '', userId, group: found?.group ?? '' },
    ...(evidence !== undefined && { evidence }),
    ...(by !== undefined && { by }),
  })
  // A guest is nobody who could sign in again.
  if (userId === null) return found !== null && (await endOne(context, found.id, ending)) ? [found.id] : []
  checkUserId(userId)
  const mark = `compromised/${toBase64url(randomBytes(9))}`
  const options = { notBefore: now, mark }
  const refs = await context.store.endAll(context.ownerOf(userId), ending, now, options)
  tellEnded(context, refs, ending)
  return refs.map((ref) => ref.id)
}

function checkId(id: string): string {
  if (typeof id === 'string') return id
  throw new TypeError('Say who is compromised: { userId } or { id } of a session.')
}
