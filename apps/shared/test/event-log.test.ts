import type { SessEvent } from '@sess/core'
import { expect, test } from 'vitest'
import { EventLog } from '../src/event-log.ts'

const created = (userId: string | null, id: string): SessEvent => ({
  type: 'session-created',
  at: 0,
  ref: { id, userId, group: 'web' },
})

test('everybody sees their own events only, newest first', () => {
  const log = new EventLog()
  for (const [userId, id] of [
    ['ada', '1'],
    [null, 'g1'],
    ['grace', '2'],
    ['ada', '3'],
    [null, 'g2'],
  ] as const) {
    log.record(created(userId, id))
  }
  const ids = (userId: string | null, id: string | null) =>
    log.latest({ userId, id }, 9).map(({ ref }) => ref.id)
  expect(ids('ada', '1')).toEqual(['3', '1'])
  expect(ids(null, 'g2')).toEqual(['g2'])
  expect(ids(null, null)).toEqual([])
  // A guest who happens to know the id of a user's session is not that user.
  expect(log.latest({ userId: 'grace', id: '1' }, 9).map(({ ref }) => ref.id)).toEqual(['2'])
})

test('it forgets the oldest, and tells followers of what is theirs until they stop', () => {
  const log = new EventLog(2)
  const seen: string[] = []
  const stop = log.follow({ userId: 'ada', id: '1' }, ({ ref }) => seen.push(ref.id))
  for (const id of ['1', '2', '3']) log.record(created('ada', id))
  log.record(created('grace', '4'))
  stop()
  log.record(created('ada', '5'))
  expect(seen).toEqual(['1', '2', '3'])
  expect(log.latest({ userId: 'ada', id: null }, 9).map(({ ref }) => ref.id)).toEqual(['5'])
})
