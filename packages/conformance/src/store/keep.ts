import { DAY, HOUR, type StoreCase } from './scene.ts'

/** What is kept, and what is not. */
export const keepCases: readonly StoreCase[] = [
  {
    id: 'KEEP-UNTIL',
    says: 'No record is dropped before its `keepUntil`, whatever is written or swept around it.',
    async run(scene) {
      const { store, now } = scene
      const owner = scene.owner()
      const keepUntil = now + 3 * DAY
      const expired = await scene.have({ owner, keepUntil })
      const ended = await scene.haveEnded(
        { owner, keepUntil: now + DAY },
        scene.ending('logout', { keepUntil }),
      )
      const longer = await scene.have({ owner, keepUntil: now + DAY })
      const next = scene.next(longer, { keepUntil })
      await store.replace(next, longer.revision, now)
      const guest = await scene.have({ keepUntil })
      const later = keepUntil - 1
      const given = { createdAt: later, keepUntil: later + DAY }
      for (let write = 0; write < 20; write += 1) {
        const neighbour = await scene.have({ owner, ...given })
        await store.replace(scene.next(neighbour), neighbour.revision, later)
        await store.end(neighbour.id, scene.ending('logout', { keepUntil: later + DAY }), later)
      }
      await store.endAll(owner, scene.ending('logout', { keepUntil: later + DAY }), later)
      await store.sweep?.(later, 1000)
      await scene.stored('what must be kept for another millisecond', expired, ended, next, guest)
    },
  },
  {
    id: 'SWEEP',
    says: '`sweep` removes up to `limit` records whose `keepUntil` has passed, no others, and says whether more are left.',
    needs: ['sweep'],
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const gone = now + DAY
      const old = []
      for (let i = 0; i < 5; i += 1) {
        old.push(
          await scene.have({ ...(i % 2 === 0 && { owner }), createdAt: now - 13 * HOUR, keepUntil: gone }),
        )
      }
      const kept = await scene.have({ owner, keepUntil: gone + 1 })
      const tomb = await scene.haveEnded({ owner }, scene.ending('logout', { keepUntil: gone + 1 }))
      checks.equal(
        await store.sweep?.(gone - 1, 100),
        { removed: 0, more: false },
        'sweep() a millisecond early',
      )
      await scene.stored('what is not yet over', ...old)
      checks.equal(await store.sweep?.(gone, 3), { removed: 3, more: true }, 'sweep() of three out of five')
      checks.equal(await store.sweep?.(gone, 100), { removed: 2, more: false }, 'sweep() of the rest')
      await scene.missing('what was swept', ...old)
      await scene.stored('what was not over', kept, tomb)
    },
  },
  {
    id: 'LEFTOVERS',
    says: 'Once everything is past its `keepUntil`, nothing is left: no record, no index, no state of a user.',
    needs: ['leftovers'],
    async run(scene) {
      const { store, subject, checks, now } = scene
      for (let user = 0; user < 5; user += 1) {
        const owner = scene.owner()
        const guest = await scene.have()
        await scene.created(scene.session({ owner }), {
          limit: { max: 1, overflow: 'evict-oldest' },
          evictedAs: scene.ending('evicted'),
          supersedes: guest.id,
          supersededAs: scene.ending('signed-in-again'),
        })
        const record = await scene.have({ owner, keepUntil: now + 3 * DAY })
        await store.end((await scene.have({ owner })).id, scene.ending(), now)
        await store.endAll(owner, scene.ending(), now, { except: record.id, notBefore: now, mark: 'm' })
        await store.replace(scene.next(record), record.revision, now, { clearMark: 'm' })
        await store.replace(scene.next(record), 'never', now)
        await store.create(scene.session({ owner }), now, { authenticatedAt: now - 1 })
        await store.endAll(scene.owner(), scene.ending(), now, { notBefore: now })
        await scene.have()
      }
      const abandoned = await scene.have({ owner: scene.owner() })
      await scene.stored('the last of them', abandoned)
      await scene.haveEnded()
      checks.equal(await subject.leftovers?.(now + 30 * DAY), 0, 'leftovers()')
    },
  },
]
