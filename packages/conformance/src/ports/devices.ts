import { LOOKALIKES } from '../kit/lookalikes.ts'
import type { DeviceCase } from './scene.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const deviceCases: readonly DeviceCase[] = [
  {
    id: 'DEVICE-NEW',
    says: '`recognize` answers `new` for a device that is not among the user’s known ones; hashes compare by bytes.',
    async run(scene) {
      const { port, checks, now } = scene
      const owner = scene.owner()
      for (const hash of [scene.hash(), 'hash', 'Hash', 'hash ', 'hash\0']) {
        checks.equal(
          await port.recognize(owner, hash, now, DAY),
          'new',
          `recognize() of ${JSON.stringify(hash)}`,
        )
      }
    },
  },
  {
    id: 'DEVICE-KNOWN',
    says: '`recognize` answers `known` for a device that it has noted before, however many others came between.',
    async run(scene) {
      const { port, checks, now } = scene
      const owner = scene.owner()
      const hashes = Array.from({ length: 20 }, () => scene.hash())
      for (const hash of hashes) await port.recognize(owner, hash, now, DAY)
      for (const hash of hashes)
        checks.equal(await port.recognize(owner, hash, now + 1, DAY), 'known', 'recognize()')
    },
  },
  {
    id: 'DEVICE-TTL',
    says: 'A device is known until `now + ttl` of any call that met it, the latest of these; at that moment it is new again.',
    async run(scene) {
      const { port, checks, now } = scene
      const owner = scene.owner()
      const [brief, met, lasting] = [scene.hash(), scene.hash(), scene.hash()]
      for (const hash of [brief, met]) await port.recognize(owner, hash, now, HOUR)
      checks.equal(
        await port.recognize(owner, met, now + HOUR - 1, HOUR),
        'known',
        'the last moment of the ttl',
      )
      checks.equal(await port.recognize(owner, brief, now + HOUR, HOUR), 'new', 'the moment after it')
      checks.equal(
        await port.recognize(owner, met, now + HOUR, HOUR),
        'known',
        'after a call that extended it',
      )
      await port.recognize(owner, lasting, now, DAY)
      await port.recognize(owner, lasting, now + 1, 1)
      checks.equal(
        await port.recognize(owner, lasting, now + HOUR, HOUR),
        'known',
        'after a call with a shorter ttl',
      )
    },
  },
  {
    id: 'DEVICE-USERS',
    says: 'A device is one user’s: every other user, even of the same partition, has to meet it first.',
    async run(scene) {
      const { port, checks, now } = scene
      const { partition } = scene.owner()
      const hash = scene.hash()
      for (const userId of LOOKALIKES) {
        const answer = await port.recognize({ userId, partition }, hash, now, DAY)
        checks.equal(answer, 'new', `the first time for the user ${JSON.stringify(userId)}`)
      }
      for (const userId of LOOKALIKES) {
        const answer = await port.recognize({ userId, partition }, hash, now, DAY)
        checks.equal(answer, 'known', `the second time for the user ${JSON.stringify(userId)}`)
      }
      const pairs = [
        ['ab', 'c'],
        ['a', 'bc'],
        ['a:b', 'c'],
        ['a', 'b:c'],
      ] as const
      for (const [userId, deviceHash] of pairs) {
        const answer = await port.recognize(scene.owner(userId, partition), deviceHash, now, DAY)
        checks.equal(answer, 'new', `the device ${deviceHash} of the user ${userId}`)
      }
    },
  },
  {
    id: 'DEVICE-RACE',
    says: 'Of racing calls for one device, exactly one is told `new`.',
    async run(scene) {
      const { checks, now } = scene
      const owner = scene.owner()
      for (const hash of [scene.hash(), scene.hash()]) {
        const answers = await scene.race((port, actor) => port.recognize(owner, hash, now + actor, DAY))
        checks.equal(answers.filter((answer) => answer === 'new').length, 1, 'how many were told `new`')
      }
    },
  },
  {
    id: 'DEVICE-NO-CLOCK',
    says: 'A clock is never read: what is known is judged by `now`, years ahead too.',
    async run(scene) {
      const { port, checks, now } = scene
      const owner = scene.owner()
      const [hash, then] = [scene.hash(), now + 3650 * DAY]
      checks.equal(await port.recognize(owner, hash, then, HOUR), 'new', 'the first time')
      checks.equal(await port.recognize(owner, hash, then + HOUR - 1, HOUR), 'known', 'the second time')
      checks.equal(
        await port.recognize(owner, hash, then + 2 * HOUR - 1, HOUR),
        'new',
        'when it is forgotten',
      )
    },
  },
  {
    id: 'DEVICE-LEFTOVERS',
    says: 'Nothing is left of devices that are no longer known.',
    needs: ['leftovers'],
    async run(scene) {
      const { port, subject, checks, now } = scene
      for (let user = 0; user < 5; user += 1) {
        const owner = scene.owner()
        for (let device = 0; device < 5; device += 1) await port.recognize(owner, scene.hash(), now, HOUR)
      }
      checks.equal(await subject.leftovers?.(now + 30 * DAY), 0, 'leftovers()')
    },
  },
]
