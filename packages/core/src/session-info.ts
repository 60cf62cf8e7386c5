import { acrAt, decodeAuth } from './auth-state.ts'
import { named } from './client-name.ts'
import type { Context } from './context.ts'
import { decodeBody } from './data.ts'
import { RecordFormatError } from './errors.ts'
import type { SessionInfo } from './session.ts'
import type { SessionRecord } from './store.ts'

/** The user's live sessions, oldest first. What `issuedBefore` is the end of is over, though the store does not know. */
export async function liveOf<Data extends object>(
  context: Context<Data>,
  userId: string,
  now: number,
): Promise<readonly SessionRecord[]> {
  const records = await context.store.list(context.ownerOf(userId), now)
  const mark = context.issuedBefore()
  return records.filter((record) => record.createdAt >= mark)
}

/** The same as lines in "my sessions". */
export async function listOf<Data extends object>(
  context: Context<Data>,
  userId: string,
  now: number,
): Promise<readonly SessionInfo[]> {
  return (await liveOf(context, userId, now)).map((record) => toInfo(record, null, now))
}

/** A record as a line in "my sessions". One that this version cannot read is still listed, so that it can be ended. */
export function toInfo(record: SessionRecord, currentId: string | null, now: number): SessionInfo {
  const { id, group, createdAt, seenAt, idleExpiresAt, absoluteExpiresAt } = record
  const expiresAt = Math.min(idleExpiresAt, absoluteExpiresAt)
  return { id, group, createdAt, seenAt, expiresAt, current: id === currentId, ...details(record, now) }
}

function details(
  record: SessionRecord,
  now: number,
): Pick<SessionInfo, 'client' | 'name' | 'actor' | 'authTime' | 'acr' | 'amr'> {
  try {
    const state = decodeAuth(record)
    const { client, name } = named(decodeBody(record).client)
    return {
      client,
      name,
      actor: state.actor ?? null,
      authTime: state.authTime,
      acr: acrAt(state, now),
      amr: state.amr,
    }
  } catch (error) {
    if (!(error instanceof RecordFormatError)) throw error
    return { client: {}, name: null, actor: null, authTime: null, acr: null, amr: [] }
  }
}
