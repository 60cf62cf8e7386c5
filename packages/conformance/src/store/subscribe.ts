import { refOf, type SessionRecord, type StoreNotice } from '@sess/core'
import { eventually, untilAnswered } from '../kit/wait.ts'
import { MINUTE, type Scene, type StoreCase } from './scene.ts'

interface Listening {
  readonly notices: readonly StoreNotice[]
  has(wanted: StoreNotice): boolean
  /** Waits until what was expected has come, and a last notice after it; then compares all that came. */
  told(expected: readonly StoreNotice[], what: string): Promise<void>
  stop(): Promise<void>
}

async function listen(scene: Scene): Promise<Listening> {
  const notices: StoreNotice[] = []
  const stop = await scene.store.subscribe?.(
    (notice) => notices.push(notice),
    () => {},
  )
  const has = (wanted: StoreNotice) =>
    notices.some(({ kind, ref }) => kind === wanted.kind && ref.id === wanted.ref.id)
  const told = async (expected: readonly StoreNotice[], what: string) => {
    await eventually(() => expected.every(has), scene.patience)
    const last = ended(await scene.haveEnded({ owner: scene.owner() }))
    await eventually(() => has(last), scene.patience)
    scene.checks.equal(notices.map(line).sort(), [...expected, last].map(line).sort(), what)
    notices.length = 0
  }
  return { notices, has, told, stop: async () => stop?.() }
}

const line = ({ kind, ref }: StoreNotice): string => JSON.stringify([kind, ref.id, ref.userId, ref.group])
const ended = (record: SessionRecord): StoreNotice => ({ kind: 'ended', ref: refOf(record) })

export const subscribeCases: readonly StoreCase[] = [
  {
    id: 'SUBSCRIBE',
    says: 'A subscriber is told of every session that ended, by whichever verb, and of nothing that did not.',
    needs: ['subscribe'],
    async run(scene) {
      const { store, now } = scene
      const owner = scene.owner()
      const [single, other] = [await scene.have({ owner }), await scene.have({ owner: scene.owner() })]
      const { told, stop } = await listen(scene)
      const ending = scene.ending('revoked-by-user')
      await store.end(single.id, ending, now)
      await told([ended(single)], 'notices of end()')

      const rest = [await scene.have({ owner }), await scene.have({ owner, group: 'mobile' })]
      await store.endAll(owner, ending, now)
      await told(rest.map(ended), 'notices of endAll()')

      const [oldest, chosen] = [
        await scene.have({ owner, createdAt: now - MINUTE }),
        await scene.have({ owner }),
      ]
      const guest = await scene.have()
      const options = {
        limit: { max: 1, overflow: 'evict-oldest' as const },
        evict: [chosen.id],
        evictedAs: ending,
        supersedes: guest.id,
        supersededAs: ending,
      }
      const record = scene.session({ owner })
      await store.create(record, now, options)
      await told([oldest, chosen, guest].map(ended), 'notices of create()')

      await store.create(record, now, options)
      await store.end(single.id, ending, now)
      await store.end(record.id, ending, now, { ifRevision: 'never' })
      await store.replace(scene.next(record), record.revision, now)
      await store.create(scene.session({ owner, id: other.id }), now, { ...options, supersedes: other.id })
      await told([], 'notices of calls that end nothing')
      await stop()
    },
  },
  {
    id: 'SUBSCRIBE-REKEYED',
    says: '`replace` with `publish: rekeyed` tells so, if it writes.',
    needs: ['subscribe'],
    async run(scene) {
      const { store, now } = scene
      const record = await scene.have({ owner: scene.owner() })
      const { told, stop } = await listen(scene)
      const next = scene.next(record)
      await store.replace(next, 'never', now, { publish: 'rekeyed' })
      await store.replace(next, record.revision, now, { publish: 'rekeyed' })
      await store.replace(scene.next(next), next.revision, now)
      await told([{ kind: 'rekeyed', ref: refOf(record) }], 'notices of replace()')
      await stop()
    },
  },
  {
    id: 'SUBSCRIBE-STOP',
    says: 'After it has stopped, a subscriber is told nothing more; the others are.',
    needs: ['subscribe'],
    async run(scene) {
      const { checks } = scene
      const [first, second] = [await listen(scene), await listen(scene)]
      const before = ended(await scene.haveEnded({ owner: scene.owner() }))
      const both = await eventually(() => first.has(before) && second.has(before), scene.patience)
      checks.holds(both, 'both subscribers are told', { first: first.notices, second: second.notices })
      await first.stop()
      const after = ended(await scene.haveEnded({ owner: scene.owner() }))
      checks.holds(
        await eventually(() => second.has(after), scene.patience),
        'the second is still told',
        second.notices,
      )
      checks.holds(!first.has(after), 'the first is told nothing more', first.notices)
      await second.stop()
    },
  },
  {
    id: 'SUBSCRIBE-THROWS',
    says: 'A listener that throws disturbs neither the verb that it is told of nor the other listeners.',
    needs: ['subscribe'],
    async run(scene) {
      const stopThrowing = await scene.store.subscribe?.(
        () => {
          throw new Error('thrown by a listener, on purpose')
        },
        () => {},
      )
      const { told, stop } = await listen(scene)
      const record = await scene.haveEnded({ owner: scene.owner() })

      await told([ended(record)], 'notices to the other listener')
      await stopThrowing?.()
      await stop()
    },
  },
  {
    id: 'SUBSCRIBE-ANYWHERE',
    says: 'A subscriber is told of what another process ends or re-keys.',
    needs: ['subscribe', 'second'],
    async run(scene) {
      const { now } = scene
      const elsewhere = (await scene.handles())(1)
      const [record, other] = [
        await scene.have({ owner: scene.owner() }),
        await scene.have({ owner: scene.owner() }),
      ]
      const { told, stop } = await listen(scene)
      await elsewhere.end(record.id, scene.ending(), now)
      await elsewhere.replace(scene.next(other), other.revision, now, { publish: 'rekeyed' })
      await told([ended(record), { kind: 'rekeyed', ref: refOf(other) }], 'notices from elsewhere')
      await stop()
    },
  },
  {
    id: 'SUBSCRIBE-GAP',
    says: 'After a time in which notices may have been lost, `onGap` is called once they come again.',
    needs: ['subscribe', 'outage'],
    async run(scene) {
      const { store, checks, subject, patience } = scene
      const notices: StoreNotice[] = []
      let gaps = 0
      const stop = await store.subscribe?.(
        (notice) => notices.push(notice),
        () => {
          gaps += 1
        },
      )
      checks.equal(gaps, 0, 'calls of onGap before the outage')
      await subject.outage?.()
      await subject.restore?.()
      checks.holds(await eventually(() => gaps > 0, patience), 'onGap is called after the outage', gaps)
      const id = (await untilAnswered(() => scene.haveEnded({ owner: scene.owner() }), patience)).id
      const told = await eventually(() => notices.some(({ ref }) => ref.id === id), patience)
      checks.holds(told, 'notices come again', notices)
      await stop?.()
    },
  },
]
