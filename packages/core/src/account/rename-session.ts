import { withName } from '../client-name.ts'
import type { Context } from '../context.ts'
import { decodeBody, encodeBody } from '../data.ts'
import { ContentionError, ImpersonationError } from '../errors.ts'
import type { Sessions } from '../facade.ts'
import { newRevision } from '../id.ts'
import { MAX_ATTEMPTS } from '../open-token.ts'
import type { Session } from '../session.ts'
import { contextOf } from '../shared-context.ts'
import { isLive, type SessionRecord } from '../store.ts'

export const MAX_NAME = 64

/** One line of at most 64 characters, without what no person types. */
const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{0,64}$/u

/** The name as it is kept, `''` for none; `null` for a text that can be no name. */
export function asName(text: unknown): string | null {
  const name = typeof text === 'string' ? text.trim().normalize('NFC') : null
  return name?.isWellFormed() && NAME.test(name) ? name : null
}

/**
 * Gives one of the user's own sessions a name for "my sessions"; an empty one takes it away. It is no activity, and no write of
 * anybody's is lost. `false` if there is no such session, it is over, or somebody else's. `TypeError` for a name of more than 64
 * characters or more than one line; `ImpersonationError` for somebody who acts in the user's stead; else as `session.list()`.
 */
export async function renameSession<Data extends object>(
  sessions: Sessions<Data>,
  session: Pick<Session<Data>, 'list' | 'actor'>,
  id: string,
  name: string,
): Promise<boolean> {
  const wanted = asName(name)
  if (wanted === null) throw new TypeError(`A name is one line of at most ${MAX_NAME} characters.`)
  if (session.actor !== null) throw new ImpersonationError('acting', 'renameSession')
  const context = contextOf(sessions)
  // The list says whose it is, and whether this request still counts.
  const own = await session.list()
  if (!own.some((one) => one.id === id)) return false
  return rename(context, id, wanted === '' ? null : wanted)
}

async function rename<Data extends object>(
  { store, now }: Context<Data>,
  id: string,
  name: string | null,
): Promise<boolean> {
  let record: SessionRecord | null = await store.read(id)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const at = now()
    if (record === null || !isLive(record, at)) return false
    const { client, data, grant } = decodeBody(record)
    const body = encodeBody(withName(client, name), JSON.stringify(data) as `{${string}`, grant)
    if (body === record.body) return true
    const next: SessionRecord = { ...record, body, revision: newRevision() }
    const answer = await store.replace(next, record.revision, at)
    if (answer.outcome === 'replaced') return true
    record = answer.outcome === 'conflict' ? answer.current : null
    if (record?.revision === next.revision) return true
  }
  throw new ContentionError(MAX_ATTEMPTS)
}
