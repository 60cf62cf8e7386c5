import type { Session } from '@sess/core'
import type { KitData, KitRoute } from './contract.ts'
import { add } from './telling.ts'
import type { World } from './world.ts'

/** What a handler may try once its answer has begun. */
const LATE: Readonly<Record<string, (session: Session<KitData>) => Promise<void>>> = {
  login: (session) => session.login('late'),
  update: (session) => session.update(add('late')),
  'step-up': (session) => session.reauthenticate(),
  regenerate: (session) => session.regenerate(),
  logout: (session) => session.logout(),
}

/** Routes that answer piece by piece. Each waits for its gate in the middle, so that the test knows what had left by then. */
export function answersThatBegan(world: () => World): readonly KitRoute[] {
  return [
    {
      method: 'POST',
      path: '/late',
      async handle(session, query) {
        const run = LATE[query.get('do') ?? '']
        if (run === undefined) throw new TypeError('The query says nothing to do.')
        return { kind: 'stream', chunks: lateChunks(world(), session, run) }
      },
    },
  ]
}

/** `begun`, then, when the gate opens, what came of it. That it was tried shows at a gate of that name, for those whose client has gone. */
async function* lateChunks(
  world: World,
  session: Session<KitData>,
  run: (session: Session<KitData>) => Promise<void>,
): AsyncGenerator<string> {
  yield 'begun '
  await world.gates.pass('late')
  let came = 'done'
  try {
    await run(session)
  } catch (error) {
    came = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  world.gates.arrive('tried')
  yield came
}
