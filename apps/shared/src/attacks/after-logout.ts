import type { Attack } from './attack.ts'

export const afterLogout: Attack = {
  name: 'after-logout',
  title: 'Use a cookie after sign-out',
  promise: 'P5',
  story:
    'The victim signs out at a shared computer. The attacker kept the cookie. Where signing out only deletes the cookie from the browser, or where the session lives inside the cookie, it still opens the account.',
  async *run({ browser, sandbox }) {
    const victim = browser()
    const login = await victim.signIn(sandbox)
    const thief = victim.copy()
    const shared = await thief.facts()
    yield {
      who: 'attacker',
      did: `has a copy of the cookie: signed in as ${shared.userId}.`,
      wire: [login.wire, shared.wire],
    }

    const out = await victim.post('/sign-out')
    yield { who: 'victim', did: 'signs out.', wire: [out.wire] }

    const after = await thief.facts()
    const write = await thief.post('/cart', { item: 'Pears' })
    const again = await thief.facts()
    yield {
      who: 'attacker',
      did: `shows the old cookie: ${after.userId === null ? `nobody’s any more (${after.endedBecause})` : `still ${after.userId}`}. Whatever is put into a cart with it is a guest’s.`,
      wire: [after.wire, write.wire, again.wire],
    }
    return shared.userId === sandbox.id && after.userId === null && again.userId === null
      ? { held: true, says: 'Signing out ended the session in the store, not only in the browser.' }
      : { held: false, says: 'The old cookie still opens the account.' }
  },
}
