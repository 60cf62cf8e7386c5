import { LOOKALIKES } from '../kit/lookalikes.ts'
import { randomText } from '../kit/random.ts'
import type { ReplayCase } from './scene.ts'

const HOUR = 3_600_000

export const replayCases: readonly ReplayCase[] = [
  {
    id: 'REPLAY-ONCE',
    says: '`consumeOnce` is `true` for the first call with a key and `false` for every later one; keys compare by bytes.',
    async run(scene) {
      const { port, checks, now } = scene
      const keys = [...LOOKALIKES, randomText(43), randomText(1000)]
      for (const key of keys) {
        checks.equal(await port.consumeOnce(key, now + HOUR), true, `the first use of ${JSON.stringify(key)}`)
      }
      for (const key of [...keys, ...keys]) {
        checks.equal(await port.consumeOnce(key, now + HOUR), false, `a later use of ${JSON.stringify(key)}`)
      }
    },
  },
  {
    id: 'REPLAY-KEEPS',
    says: 'A later call never shortens the time for which a key is remembered.',
    async run(scene) {
      const { port, checks, now } = scene
      const key = randomText(43)
      checks.equal(await port.consumeOnce(key, now + HOUR), true, 'the first use')
      checks.equal(await port.consumeOnce(key, now - HOUR), false, 'a use that says it has expired')
      checks.equal(await port.consumeOnce(key, now + HOUR), false, 'a use after that')
    },
  },
  {
    id: 'REPLAY-RACE',
    says: 'Of racing calls with one key exactly one gets `true`.',
    async run(scene) {
      const { checks, now } = scene
      for (const key of [randomText(43), randomText(43)]) {
        const answers = await scene.race((port, actor) => port.consumeOnce(key, now + HOUR + actor))
        checks.equal(answers.filter((answer) => answer).length, 1, 'how many got `true`')
      }
    },
  },
  {
    id: 'REPLAY-LEFTOVERS',
    says: 'Nothing is left of keys whose `expiresAt` has passed.',
    needs: ['leftovers'],
    async run(scene) {
      const { port, subject, checks, now } = scene
      for (let used = 0; used < 20; used += 1) await port.consumeOnce(randomText(43), now + HOUR)
      checks.equal(await subject.leftovers?.(now + 1000 * HOUR), 0, 'leftovers()')
    },
  },
]
