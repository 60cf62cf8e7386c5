import { isOver } from './promises.ts'
import type { Stage } from './stage.ts'
import { NONE, type World } from './world.ts'

/**
 * P3 at rest: when nothing is under way and no thief interfered, the next two requests are served, and leave the client with
 * the one current token, confirmed.
 */
export function convergence(stage: Stage): (world: World) => string | null {
  const { client, servers } = stage.scenario
  const via = client.via.find((way) => way !== 'none')
  const [server] = servers
  const known = new Map<number, string | null>()
  if (via === undefined || server === undefined) return () => null

  const probe = (jar: number, record: number): string | null => {
    const { name } = stage.keyring.at(jar)
    let token = jar
    let store = record
    for (let round = 0; round < 3; round++) {
      const { decision, next, deliver } = stage.judge(token, store, false, via, server, false)
      if (!decision.serve) return `P3: at rest, the client's ${name} is not served`
      if (next !== NONE) store = next
      if (deliver !== NONE) token = deliver
    }
    const { state } = stage.records.at(store)
    const held = stage.keyring.at(token)
    if (held.generation !== state.generation || state.confirmedAt === null)
      return `P3: at rest, the client's ${name} does not lead to the one current token`
    return null
  }
  return (world) => {
    const { requests, answers, jar, past, store } = world
    if (requests.length > 0 || answers.length > 0 || jar === NONE || past.acted || past.excused) return null
    if (isOver(stage, world)) return null
    const key = store * 64 + jar
    let found = known.get(key)
    if (found === undefined) {
      found = probe(jar, store)
      known.set(key, found)
    }
    return found
  }
}
