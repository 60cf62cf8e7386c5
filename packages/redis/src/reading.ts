import { isLive, type Owner, type SessionRecord } from '@sess/core'
import { isId, keyOfId, partitionKey } from './keys.ts'
import { SWEEP_FIELD } from './layout.ts'
import type { Place } from './place.ts'
import { decodeRecord } from './record-text.ts'

export function readSession({ reads, settings }: Place, id: string): Promise<SessionRecord | null> {
  if (!isId(id)) return Promise.resolve(null)
  return reads.get(keyOfId(settings.prefix, id), id, (text) =>
    text === null ? null : decodeRecord(id, text),
  )
}

/** One HGETALL rather than a script: filtering here costs the server less than filtering there. */
export async function listSessions(
  { commands, settings }: Place,
  { userId, partition }: Owner,
  now: number,
): Promise<readonly SessionRecord[]> {
  const key = partitionKey(settings.prefix, partition)
  const fields = await commands.send((client) => client.hgetall(key))
  const records = Object.entries(fields).filter(([field]) => field !== SWEEP_FIELD && field[0] !== '@')
  return readable(records, settings.onUnreadable).filter(
    (record) => record.userId === userId && isLive(record, now),
  )
}

/** Those that can be read, oldest first. One that cannot never hides the others. */
export function readable(
  fields: readonly (readonly [id: string, text: string])[],
  onUnreadable: (error: Error) => void,
): SessionRecord[] {
  const records: SessionRecord[] = []
  for (const [id, text] of fields) {
    try {
      records.push(decodeRecord(id, text))
    } catch (error) {
      onUnreadable(error as Error)
    }
  }
  return records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
}
