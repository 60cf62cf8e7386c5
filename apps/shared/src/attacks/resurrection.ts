import type { Attack } from './attack.ts'
import { startSlowly } from './waiting.ts'

export const resurrection: Attack = {
  name: 'resurrection',
  title: 'Bring a session back with a slow save',
  promise: 'P5',
  story:
    'A slow request loads the session, the victim signs out in another tab, and then the slow request saves what it loaded. With stores that only know get and set, that save brings the ended session back to life.',
  async *run({ browser, sandbox }) {
    const victim = browser()
    await victim.signIn(sandbox)
    const tab = victim.copy()
    const slow = await startSlowly(tab, 'Walnuts')
    yield {
      who: 'attacker',
      did: 'makes one tab start a request that will save the session at its end. It is running now.',
    }

    const out = await victim.post('/sign-out')
    yield { who: 'victim', did: 'signs out in another tab.', wire: [out.wire] }

    const late = await slow.finish()
    yield {
      who: 'demo',
      did: late.status === 401 ? 'refuses the late save: that session has ended.' : 'saves.',
      wire: [late.wire],
    }
    const after = await tab.facts()
    yield {
      who: 'attacker',
      did: `tries the old cookie: ${after.userId === null ? `nobody’s (${after.endedBecause})` : `signed in as ${after.userId}`}.`,
      wire: [after.wire],
    }
    return late.status === 401 && after.userId === null
      ? { held: true, says: 'A write never creates and never revives: what has ended stays ended.' }
      : { held: false, says: 'The session that was signed out is alive again.' }
  },
}
