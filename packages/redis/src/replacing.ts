import { RecordFormatError, type ReplaceOptions, type ReplaceOutcome, type SessionRecord } from '@sess/core'
import { isId, keyOfId } from './keys.ts'
import { userField } from './layout.ts'
import { common, type Place } from './place.ts'
import { decodeRecord, encodeRecord } from './record-text.ts'
import { REPLACE, REPLACE_ARGS } from './scripts/replace.ts'
import { inOrder } from './scripts/script.ts'

export async function replaceSession(
  place: Place,
  next: SessionRecord,
  expected: string,
  now: number,
  { clearMark, publish }: ReplaceOptions,
): Promise<ReplaceOutcome> {
  const { commands, settings } = place
  const { id, revision, keepUntil, userId } = next
  if (!isId(id)) return { outcome: 'missing' }
  const rekeyed = publish === 'rekeyed'
  const args = inOrder(REPLACE_ARGS, {
    ...common(place, now),
    id,
    expected,
    revision,
    value: encodeRecord(next),
    keepText: keepUntil,
    userField: clearMark !== undefined && userId !== null ? userField(userId) : '',
    mark: clearMark ?? '',
    channel: rekeyed ? settings.channel : '',
  })
  const keys = [keyOfId(settings.prefix, id)]
  // Only a re-keying is worth waiting for: a lost renewal or touch heals by itself.
  const answer = rekeyed
    ? await commands.runAndWait(REPLACE, keys, args)
    : await commands.run(REPLACE, keys, args)
  const [outcome, current] = answer as [string, string]
  if (outcome === 'replaced' || outcome === 'missing') return { outcome }
  if (outcome === 'conflict') return { outcome, current: decodeRecord(id, current) }
  throw new RecordFormatError(id, 'record')
}
