import {
  type EndAllOptions,
  type Ending,
  type EndOptions,
  type Owner,
  RecordFormatError,
  type Ref,
  type SessionRecord,
} from '@sess/core'
import { isId, keyOfId, partitionKey } from './keys.ts'
import { common, newNonce, type Place, unreadableNote } from './place.ts'
import { decodeRecord, endingText, timeText } from './record-text.ts'
import { decodeRefs } from './refs.ts'
import { END, END_ARGS } from './scripts/end.ts'
import { END_ALL, END_ALL_ARGS } from './scripts/end-all.ts'
import { inOrder } from './scripts/script.ts'

export async function endSession(
  place: Place,
  id: string,
  ending: Ending,
  now: number,
  { ifRevision }: EndOptions,
): Promise<Ref | null> {
  if (!isId(id)) return null
  const key = keyOfId(place.settings.prefix, id)
  const [outcome, ref] = await runEnd(place, [key], id, ending, now, ifRevision)
  if (outcome === 'unreadable') throw new RecordFormatError(id, 'record')
  if (outcome === 'removed') return { id, userId: null, group: '' }
  return outcome === 'ended' ? (decodeRefs(ref)[0] ?? null) : null
}

/** What lies in another slot cannot end in the same step as the create. Until it has, nobody is given the new token. */
export async function supersedeElsewhere(
  place: Place,
  id: string,
  ending: Ending,
  now: number,
): Promise<SessionRecord | null> {
  const key = keyOfId(place.settings.prefix, id)
  const [outcome, before] = await runEnd(place, [key, `${key}:superseded`], id, ending, now)
  return outcome === 'ended' && before !== '' ? decodeRecord(id, before) : null
}

async function runEnd(
  place: Place,
  keys: readonly string[],
  id: string,
  ending: Ending,
  now: number,
  ifRevision?: string,
): Promise<[outcome: string, ref: string]> {
  const nonce = newNonce()
  const args = inOrder(END_ARGS, {
    ...common(place, now),
    id,
    ending: endingText(ending, nonce),
    keepText: timeText('keepUntil', ending.keepUntil),
    nonce,
    ifRevision: ifRevision === undefined ? '' : `=${ifRevision}`,
    channel: place.settings.channel,
    handOver: keys.length > 1 ? '1' : '0',
  })
  return (await place.commands.runAndWait(END, keys, args)) as [string, string]
}

export async function endAllSessions(
  place: Place,
  { userId, partition }: Owner,
  ending: Ending,
  now: number,
  { except, notBefore, mark }: EndAllOptions,
): Promise<readonly Ref[]> {
  const nonce = newNonce()
  const args = inOrder(END_ALL_ARGS, {
    ...common(place, now),
    user: userId,
    ending: endingText(ending, nonce),
    keepText: timeText('keepUntil', ending.keepUntil),
    nonce,
    except: except ?? '',
    notBefore: notBefore === undefined ? '' : timeText('notBefore', notBefore),
    mark: mark === undefined ? '' : `+${mark}`,
    channel: place.settings.channel,
  })
  const keys = [partitionKey(place.settings.prefix, partition)]
  const answer = await place.commands.runAndWait(END_ALL, keys, args)
  const [outcome, told] = answer as [string, string]
  if (outcome !== 'ended') throw unreadableNote(told)
  return decodeRefs(told)
}
