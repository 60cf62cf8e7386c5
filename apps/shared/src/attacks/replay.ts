import { SANDBOX_TIMINGS } from '../timings.ts'
import type { Attack } from './attack.ts'
import { pause, until } from './waiting.ts'

export const replay: Attack = {
  name: 'replay',
  title: 'Replay a stolen cookie after its renewal',
  promise: 'P4',
  story:
    'The attacker once copied the victim’s cookie, from a backup or a log, and waits. Meanwhile the victim’s token was renewed. Where sessions have one id for life, the copy still works.',
  async *run({ browser, sandbox }) {
    const victim = browser()
    const login = await victim.signIn(sandbox)
    await victim.facts()
    const thief = victim.copy()
    const first = victim.sessionCookie().value
    yield {
      who: 'attacker',
      did: 'copies the cookie of a victim who has just signed in.',
      wire: [login.wire],
    }

    const wire: string[] = []
    await until('the victim’s token is renewed', async () => {
      const reply = await victim.get('/api/session')
      if (reply.cookies.length > 0) wire.push(`${reply.wire}, Set-Cookie ${reply.cookies.join(', ')}`)
      return victim.sessionCookie().value !== first
    })
    const renewed = await victim.facts()
    yield {
      who: 'victim',
      did: 'goes on browsing. The token is renewed: the next generation, in the same session.',
      wire: [...wire, renewed.wire],
    }

    await pause(SANDBOX_TIMINGS.renewalOverlap + 100)
    const theft = await thief.facts()
    yield {
      who: 'attacker',
      did:
        theft.userId === null
          ? `shows the old cookie: not let in (${theft.endedBecause}).`
          : `shows the old cookie: signed in as ${theft.userId}.`,
      wire: [theft.wire],
    }
    const owner = await victim.facts()
    yield {
      who: 'victim',
      did:
        owner.userId === null
          ? 'is asked to sign in again: two parties held this session, so it is over for both, and the app got a security event.'
          : 'notices nothing.',
      wire: [owner.wire],
    }
    return theft.userId === null && theft.endedBecause === 'token-reused' && owner.userId === null
      ? {
          held: true,
          says: 'The replaced token was recognised, and the session ended with an alarm: token-reused.',
        }
      : { held: false, says: 'The stolen cookie works, and nobody noticed.' }
  },
}
