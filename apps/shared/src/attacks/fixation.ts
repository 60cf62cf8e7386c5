import type { Attack } from './attack.ts'

export const fixation: Attack = {
  name: 'fixation',
  title: 'Plant a session id',
  promise: 'P2',
  story:
    'The attacker gets a session of their own, puts its cookie into the victim’s browser, and waits for the victim to sign in with it. If the id survives the sign-in, both now share the victim’s account.',
  async *run({ browser, sandbox }) {
    const attacker = browser()
    const victim = browser()
    const bait = await attacker.post('/cart', { item: 'Pears' })
    const planted = await attacker.facts()
    yield {
      who: 'attacker',
      did: `fills a cart and so gets a guest session: ${planted.id}.`,
      wire: [bait.wire],
    }

    victim.plant(attacker)
    const before = await victim.facts()
    yield {
      who: 'victim',
      did: `has the planted cookie, so it is the same guest session: ${before.id}.`,
      wire: [before.wire],
    }

    const login = await victim.signIn(sandbox)
    const signedIn = await victim.facts()
    yield {
      who: 'victim',
      did: `signs in, and keeps what is in the cart. The session is now ${signedIn.id}: a new id with a new key.`,
      wire: [login.wire],
    }

    const after = await attacker.facts()
    yield {
      who: 'attacker',
      did: `comes back with the planted cookie: ${seenBy(after)}.`,
      wire: [after.wire],
    }
    const slow = await attacker.post('/cart', { item: 'Walnuts' })
    const cart = (await victim.facts()).cart
    yield {
      who: 'attacker',
      did: `tries to write with it all the same; the victim’s cart holds ${cart.join(', ')}.`,
      wire: [slow.wire],
    }
    const got = signedIn.userId === sandbox.id && before.id === planted.id
    return got && after.userId === null && !cart.includes('Walnuts')
      ? {
          held: true,
          says: 'Signing in made a new session. The planted one died in the same step, whoever held it.',
        }
      : { held: false, says: 'The planted cookie reaches the victim’s account.' }
  },
}

function seenBy({ userId, endedBecause }: { userId: string | null; endedBecause: string | null }): string {
  if (userId !== null) return `it is signed in as ${userId}`
  return endedBecause === null ? 'it is nobody’s' : `that session is over (${endedBecause})`
}
