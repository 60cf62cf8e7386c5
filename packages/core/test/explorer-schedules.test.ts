import { afterAll, describe, expect, test, vi } from 'vitest'
import type { openToken } from '../src/open-token.ts'
import * as breakages from './explorer/schedules/breakage.ts'
import { type Breakage, WHOLE } from './explorer/schedules/breakage.ts'
import { everySchedule } from './explorer/schedules/every-schedule.ts'
import * as places from './explorer/schedules/places.ts'
import type { Play } from './explorer/schedules/plays.ts'
import * as plays from './explorer/schedules/plays.ts'
import { Theatre } from './explorer/schedules/theatre.ts'

/** Lets a breakage stand between a request and `openToken`. */
const between = vi.hoisted(() => ({
  open: (real: typeof openToken): typeof openToken => real,
  withdraws: true,
}))
vi.mock(import('../src/open-token.ts'), async (importOriginal) => {
  const original = await importOriginal()
  return { ...original, openToken: (...given) => between.open(original.openToken)(...given) }
})

vi.mock(import('../src/slot.ts'), async (importOriginal) => {
  const original = await importOriginal()
  return {
    ...original,
    withdrawToken: (slot) => {
      if (between.withdraws) original.withdrawToken(slot)
    },
  }
})

async function everyOrder({ run }: Play, broken: Breakage) {
  between.open = (real) => broken.open?.(real) ?? real
  between.withdraws = broken.withdraws ?? true
  return everySchedule((choose) => run(new Theatre(broken), choose))
}

const { signIn: _signIn, signedIn: _signedIn, ...races } = plays
const PLAYS: readonly Play[] = [...Object.values(races), ...Object.values(places)]

describe('on the real facade, in every order of store commands and answers', () => {
  test.each(PLAYS)('$name', { timeout: 600_000 }, async (play) => {
    const { schedules, broken } = await everyOrder(play, WHOLE)
    console.log(`${play.name}: ${schedules} orders`)
    expect(broken).toBeNull()
  })
})

const BROKEN: readonly (readonly [rule: string, broken: Breakage, play: Play])[] = [
  ['guests have a cookie name of their own', breakages.ONE_NAME, plays.FIRST_WRITE],
  ['no response clears the session cookie except the logout', breakages.CLEARING, plays.SIGNS_IN_AGAIN],
  ['beside a session that is over the guest cookie is read', breakages.GUEST_UNREAD, places.GUEST_AGAIN],
  ['with a replaced key no guest is made of it', breakages.GUEST_INSTEAD, plays.REKEYED],
  ['a login supersedes the guest', breakages.NOT_SUPERSEDING, plays.GUEST_SIGNS_IN],
  ['a login makes a new record', breakages.SAME_RECORD, plays.GUEST_SIGNS_IN],
  ['a re-issue is an event', breakages.SILENT, plays.RENEWED],
  ['a failed write brings no token along', breakages.LEAKING, plays.REPLACED_BY_KEY],
  ['a failed write brings no token along, after a login', breakages.LEAKING, plays.REPLACED_BY_LOGIN],
  ['guests are never renewed', breakages.GUESTS_RENEWED, places.GUEST_FOR_LONG],
  ['a token counts only where its group has it', breakages.ANY_PLACE, places.OTHER_PLACES],
]

describe('with a rule around the table broken, some order breaks a promise', () => {
  const rows: string[] = []
  afterAll(() => console.log(rows.join('\n')))

  test.each(BROKEN)('%s', { timeout: 600_000 }, async (rule, broken, play) => {
    const { schedules, broken: promise } = await everyOrder(play, broken)
    expect(promise).toMatch(/^P[2-5]: /)
    rows.push(`| ${rule} | ${promise} | ${play.name} | order ${schedules} |`)
  })
})
