import { GUEST, SESSION } from '../../support/browser.ts'
import { MINUTE } from '../../support/clock.ts'
import { type Play, signedIn, signIn } from './plays.ts'

/** Where a token counts, and where it does not: nothing races here. */

export const GUEST_AGAIN: Play = {
  name: 'a guest with the cookie of a session that is over',
  async run(theatre) {
    await signIn(theatre)
    const session = await theatre.visit()
    await theatre.revoke(session)
    await theatre.visit((guest) => guest.update({ cart: 3 }))
    const { state, data } = await theatre.visit()
    return state === 'guest' && data.cart === 3
      ? null
      : 'P3: a guest is not recognised beside a session that is over'
  },
}

export const GUEST_FOR_LONG: Play = {
  name: 'a guest for many intervals',
  async run(theatre) {
    await theatre.visit((session) => session.update({ cart: 1 }))
    for (let visit = 0; visit < 4; visit++) {
      theatre.clock.forward(16 * MINUTE)
      const { state } = await theatre.visit()
      if (state !== 'guest') return `P3: a guest becomes "${state}"`
      if (theatre.jar.get(SESSION) !== undefined) return 'P3: a guest is given the cookie of a session'
    }
    return null
  },
}

export const OTHER_PLACES: Play = {
  name: 'tokens where they do not belong',
  async run(theatre) {
    await theatre.visit((session) => session.update({ cart: 1 }))
    const guest = theatre.jar.get(GUEST)
    await theatre.visit((session) => session.login('alice'), '')
    const user = theatre.jar.get(SESSION)
    const asGuest = await theatre.visit(undefined, `${GUEST}=${user}`)
    if (asGuest.state !== 'none') return 'P2: the token of a session counts under the name of guests'
    const asUser = await theatre.visit(undefined, `${SESSION}=${guest}`)
    if (asUser.state !== 'none') return 'P2: the token of a guest counts under the name of sessions'
    return signedIn(theatre)
  },
}
