import { SESSION_LIMIT } from '../demo-sessions.ts'
import type { Attack } from './attack.ts'

const LOGINS = 20

export const limit: Attack = {
  name: 'limit',
  title: 'Outrun the limit of sessions',
  promise: 'P7',
  story: `An account may have ${SESSION_LIMIT} sessions. The attacker knows the password and signs in ${LOGINS} times at the same moment: whoever first counts and then inserts lets all of them in.`,
  async *run({ browser, sandbox }) {
    const clients = Array.from({ length: LOGINS }, () => browser())
    const logins = await Promise.all(clients.map((client) => client.signIn(sandbox)))
    const accepted = logins.filter((reply) => reply.status === 303).length
    yield {
      who: 'attacker',
      did: `signs in ${LOGINS} times at once; ${accepted} times the password is accepted.`,
      wire: [`${LOGINS} × ${logins[0]?.wire}`],
    }

    const facts = await Promise.all(clients.map((client) => client.facts()))
    const live = facts.filter((one) => one.userId === sandbox.id).length
    const evicted = facts.filter((one) => one.endedBecause === 'evicted').length
    yield {
      who: 'demo',
      did: `counts what is left: ${live} sessions live, ${evicted} were evicted and say so.`,
      wire: [`${LOGINS} × ${facts[0]?.wire}`],
    }
    return accepted === LOGINS && live === SESSION_LIMIT
      ? {
          held: true,
          says: 'Counting, evicting and inserting are one step in the store. Nobody slips in between.',
        }
      : { held: false, says: `${live} sessions are live, and ${SESSION_LIMIT} are allowed.` }
  },
}
