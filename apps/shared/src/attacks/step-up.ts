import type { Attack } from './attack.ts'
import { startSlowly } from './waiting.ts'

export const stepUp: Attack = {
  name: 'step-up',
  title: 'Ride along while the owner steps up',
  promise: 'P2',
  story:
    'The attacker holds a copy of the victim’s cookie and starts a slow request. While it runs, the victim confirms the password to open the safe. If the session is one record under one id, the attacker’s request now belongs to somebody who may open the safe.',
  async *run({ browser, sandbox }) {
    const victim = browser()
    await victim.signIn(sandbox)
    await victim.facts()
    const thief = victim.copy()
    const slow = await startSlowly(thief, 'Walnuts')
    yield {
      who: 'attacker',
      did: 'uses a copied cookie for a request that takes its time. It is running now.',
    }

    const confirmed = await victim.post('/step-up', { password: sandbox.password })
    const opened = await victim.get('/safe')
    yield {
      who: 'victim',
      did: 'confirms the password and opens the safe. The session has a new key.',
      wire: [confirmed.wire, opened.wire],
    }

    const late = await slow.finish()
    yield {
      who: 'demo',
      did:
        late.status === 409
          ? 'refuses what the slow request wanted to write.'
          : 'does what the slow request wanted.',
      wire: [late.wire],
    }
    const intruder = await thief.get('/safe')
    const owner = await victim.facts()
    yield { who: 'attacker', did: 'tries the safe with the same cookie.', wire: [intruder.wire] }
    const shut = intruder.status !== 200 && late.status === 409 && !owner.cart.includes('Walnuts')
    return shut && opened.status === 200
      ? { held: true, says: 'The old key was dead at once, even for the request that was already running.' }
      : { held: false, says: 'The attacker has the victim’s new privileges.' }
  },
}
