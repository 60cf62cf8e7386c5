import {
  type CreateOptions,
  type CreateOutcome,
  type Ending,
  partitionOf,
  type SessionRecord,
} from '@sess/core'
import { supersedeElsewhere } from './ending.ts'
import { isId, keyOfId } from './keys.ts'
import { userField } from './layout.ts'
import { common, type Place, unreadableNote } from './place.ts'
import { readable } from './reading.ts'
import { decodeRecord, encodeRecord, endingText, timeText } from './record-text.ts'
import { decodeRefs } from './refs.ts'
import { CREATE, CREATE_ARGS } from './scripts/create.ts'
import { inOrder } from './scripts/script.ts'

export async function createSession(
  place: Place,
  record: SessionRecord,
  now: number,
  options: CreateOptions,
): Promise<CreateOutcome> {
  const { settings, commands } = place
  const { id, userId, group, revision, keepUntil } = record
  const { limit, evict = [], evictedAs, supersedes = '', supersededAs, authenticatedAt } = options
  if (!isId(id))
    throw new TypeError(`An id begins with the 12 characters of its partition; this is none: ${id}`)
  const limited = userId === null ? undefined : limit
  const chosen = userId === null ? [] : evict.filter((other) => isId(other) && together(other, id))
  if ((limited || chosen.length > 0) && !evictedAs) throw new TypeError('limit and evict need evictedAs.')
  if (supersedes !== '' && !supersededAs) throw new TypeError('supersedes needs supersededAs.')
  const replaced = supersededAs && isId(supersedes) && supersedes !== id ? supersededAs : undefined
  const here = replaced && together(supersedes, id) ? replaced : undefined

  const args = inOrder(CREATE_ARGS, {
    ...common(place, now),
    id,
    revision,
    value: encodeRecord(record),
    keepText: keepUntil,
    user: userId === null ? '' : userField(userId),
    group,
    authenticatedAt: authenticatedAt ?? '',
    max: limited?.max ?? '',
    overflow: limited?.overflow ?? '',
    evictedAs: textOf(evictedAs),
    evictedKeep: keepOf(evictedAs),
    superseded: here ? supersedes : '',
    supersededAs: textOf(here),
    supersededKeep: keepOf(here),
    channel: settings.channel,
    chosen: chosen.length,
  })
  const keys = [keyOfId(settings.prefix, id)]
  // A guest's record is worth no waiting: what a fail-over takes of it is the guest's last data.
  const run = userId === null ? commands.run : commands.runAndWait
  const answer = (await run.call(commands, CREATE, keys, [...args, ...chosen])) as Answer
  const [outcome, mark, before, evicted] = answer
  switch (outcome) {
    case 'limited':
      return { outcome, active: readable(pairs(answer.slice(1)), settings.onUnreadable) }
    case 'refused':
    case 'duplicate':
      return { outcome }
    case 'created':
      return {
        outcome,
        evicted: decodeRefs(evicted),
        superseded:
          replaced && !here
            ? await supersedeElsewhere(place, supersedes, replaced, now)
            : before === ''
              ? null
              : decodeRecord(supersedes, before),
        mark: mark.startsWith('+') ? mark.slice(1) : null,
      }
    default:
      throw unreadableNote(mark)
  }
}

/** After "limited" the rest are ids and values in turn. */
type Answer = [outcome: string, mark: string, before: string, evicted: string]

const together = (one: string, other: string): boolean => partitionOf(one) === partitionOf(other)
const textOf = (ending: Ending | undefined): string => (ending ? endingText(ending, '') : '')
const keepOf = (ending: Ending | undefined): string => (ending ? timeText('keepUntil', ending.keepUntil) : '')

function pairs(flat: readonly unknown[]): [string, string][] {
  const result: [string, string][] = []
  for (let i = 0; i + 1 < flat.length; i += 2) result.push([flat[i] as string, flat[i + 1] as string])
  return result
}
