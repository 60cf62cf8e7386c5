import { HOUR, MINUTE, type StoreCase } from './scene.ts'

/** `create`, apart from limits and superseding. */
export const createCases: readonly StoreCase[] = [
  {
    id: 'CREATE-STORES',
    says: '`create` inserts the record as it is given; without options it evicts and supersedes nobody.',
    async run(scene) {
      const { store, checks, now } = scene
      const times = { seenAt: now + 1, idleExpiresAt: now + MINUTE, absoluteExpiresAt: now + HOUR }
      for (const given of [times, { ...times, owner: scene.owner(), group: 'mobile' }]) {
        const record = scene.session(given)
        const answer = await store.create(record, now)
        const expected = { outcome: 'created', evicted: [], superseded: null, mark: null }
        checks.equal(answer, expected, 'create() of a fresh record')
        await scene.stored('a fresh record', record)
      }
    },
  },
  {
    id: 'CREATE-DUPLICATE',
    says: '`create` never overwrites: an id that is taken, live or not, is `duplicate`, and nothing changes.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const live = await scene.have({ owner })
      const ended = await scene.haveEnded({ owner })
      const expired = await scene.have({ owner, createdAt: now - 2 * HOUR })
      const other = await scene.have({ owner })
      const guest = await scene.have()
      for (const taken of [live, ended, expired]) {
        const again = scene.session({ owner, id: taken.id })
        const options = {
          limit: { max: 1, overflow: 'evict-oldest' as const },
          evict: [other.id],
          evictedAs: scene.ending('evicted'),
          supersedes: guest.id,
          supersededAs: scene.ending('signed-in-again'),
        }
        checks.equal(
          await store.create(again, now, options),
          { outcome: 'duplicate' },
          'create() of a taken id',
        )
        await scene.stored('everything after a duplicate', live, ended, expired, other, guest)
      }
    },
  },
  {
    id: 'CREATE-REPEATED',
    says: 'A `create` repeated with its own revision answers `created` and evicts nobody, whatever happened since.',
    async run(scene) {
      const owner = scene.owner()
      const older = await scene.have({ owner, createdAt: scene.now - MINUTE })
      const record = await scene.have({ owner })
      await scene.store.endAll(owner, scene.ending(), scene.now, { except: record.id, notBefore: scene.now })
      const other = await scene.have({ owner })
      const options = {
        limit: { max: 1, overflow: 'reject' as const },
        evict: [other.id],
        evictedAs: scene.ending('evicted'),
        authenticatedAt: scene.now - MINUTE,
      }
      const answer = await scene.created(record, options)
      scene.checks.equal(answer.evicted, [], 'what a repeated create() evicted')
      await scene.stored('everything after the repetition', record, other)
      await scene.ended('what had ended before', scene.ending(), older)
    },
  },
  {
    id: 'CREATE-REPEATED-SUPERSEDES',
    says: 'A repeated `create` repeats the superseding, in case only the first half of it had happened.',
    async run(scene) {
      const { checks } = scene
      const guest = await scene.have()
      const record = await scene.have({ owner: scene.owner() })
      const supersededAs = scene.ending('signed-in-again')
      const options = { supersedes: guest.id, supersededAs }
      const first = await scene.created(record, options)
      checks.equal(first.superseded?.id, guest.id, 'the id of superseded, as it was still live')
      const second = await scene.created(record, options)
      checks.equal(second.superseded, null, 'superseded, once it had ended')
    },
  },
  {
    id: 'CREATE-REPEATED-ENDED',
    says: 'A repeated `create` brings nothing back: what has ended since stays ended.',
    async run(scene) {
      const owner = scene.owner()
      const record = await scene.have({ owner })
      const ending = scene.ending('revoked-by-user')
      await scene.store.end(record.id, ending, scene.now)
      await scene.created(record)
      await scene.ended('the record', ending, record)
      scene.checks.equal(await scene.ids(owner), [], 'list()')
    },
  },
  {
    id: 'CREATE-REFUSED',
    says: 'A login whose `authenticatedAt` is before the user’s `notBefore` is `refused`, and nothing changes; equal passes.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      await store.endAll(owner, scene.ending(), now, { notBefore: now })
      const other = await scene.have({ owner })
      const guest = await scene.have()
      const late = scene.session({ owner })
      const answer = await store.create(late, now, {
        authenticatedAt: now - 1,
        limit: { max: 1, overflow: 'evict-oldest' },
        evict: [other.id],
        evictedAs: scene.ending('evicted'),
        supersedes: guest.id,
        supersededAs: scene.ending('signed-in-again'),
      })
      checks.equal(answer, { outcome: 'refused' }, 'create() authenticated 1 ms before notBefore')
      await scene.missing('the refused record', late)
      await scene.stored('the others', other, guest)
      await scene.created(scene.session({ owner }), { authenticatedAt: now })
      await scene.created(scene.session({ owner }), { authenticatedAt: now + 1 })
      await scene.created(scene.session({ owner }))
    },
  },
  {
    id: 'CREATE-GUEST',
    says: 'A record without a user ignores `limit`, `evict` and `authenticatedAt`; it may supersede.',
    async run(scene) {
      const first = await scene.have()
      const user = await scene.have({ owner: scene.owner() })
      const second = scene.session({ id: first.id.slice(0, 12) + scene.session().id.slice(12) })
      const { evicted } = await scene.created(second, {
        limit: { max: 1, overflow: 'reject' },
        evict: [first.id, user.id],
        evictedAs: scene.ending('evicted'),
        authenticatedAt: 0,
      })
      scene.checks.equal(evicted, [], 'what a guest evicts')
      await scene.stored('the others', first, second, user)
      const supersededAs = scene.ending('signed-in-again')
      const answer = await scene.created(scene.session(), { supersedes: user.id, supersededAs })
      scene.checks.equal(answer.superseded?.id, user.id, 'the id of superseded')
    },
  },
]
