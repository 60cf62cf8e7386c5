import { tombstone } from '@sess/core'
import { fourInARow } from './limits.ts'
import { DAY, HOUR, type StoreCase } from './scene.ts'

export const endAllCases: readonly StoreCase[] = [
  {
    id: 'ENDALL-ENDS',
    says: '`endAll` ends every live session of the user, of every group, and gives exactly their Refs.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      checks.equal(await store.endAll(owner, scene.ending(), now), [], 'endAll() of an unknown user')
      const live = [...(await fourInARow(scene, owner)), await scene.have({ owner, group: 'mobile' })]
      const ended = await scene.haveEnded({ owner }, scene.ending('evicted'))
      const expired = await scene.have({ owner, idleExpiresAt: now })
      const ending = scene.ending('revoked-by-administrator')
      scene.refs(await store.endAll(owner, ending, now), live, 'endAll()')
      await scene.stored('what ended', ...live.map((record) => tombstone(record, ending)))
      await scene.stored('what was not live', ended, expired)
      checks.equal(await scene.ids(owner), [], 'list()')
      checks.equal(await store.endAll(owner, ending, now), [], 'the second endAll()')
    },
  },
  {
    id: 'ENDALL-OTHERS',
    says: '`endAll` touches nobody else: no other user, no guest, and not what they may do.',
    async run(scene) {
      const { store, now } = scene
      const owner = scene.owner()
      await scene.have({ owner })
      const other = scene.owner()
      const [theirs, guest] = [await scene.have({ owner: other }), await scene.have()]
      await store.endAll(owner, scene.ending(), now, { notBefore: now, mark: 'compromised' })
      await scene.stored('the others', theirs, guest)
      const answer = await scene.created(scene.session({ owner: other }), { authenticatedAt: now - HOUR })
      scene.checks.equal(answer.mark, null, 'the mark of another user')
    },
  },
  {
    id: 'ENDALL-EXCEPT',
    says: 'The session named by `except` stays as it is.',
    async run(scene) {
      const { store, now } = scene
      const owner = scene.owner()
      const [first, kept, ...rest] = await fourInARow(scene, owner)
      const others = [first, ...rest].filter((record) => record !== undefined)
      const except = kept?.id ?? ''
      const ending = scene.ending('credentials-changed')
      scene.refs(await store.endAll(owner, ending, now, { except, notBefore: now }), others, 'endAll()')
      scene.checks.equal(await store.list(owner, now), [kept], 'list()')
      const stranger = await scene.have({ owner: scene.owner() })
      const refs = await store.endAll(owner, ending, now, { except: stranger.id })
      scene.checks.equal(
        refs.map(({ id }) => id),
        [except],
        'endAll() but somebody else’s session',
      )
    },
  },
  {
    id: 'ENDALL-NOT-BEFORE',
    says: '`notBefore` is set even for a user without sessions; it only grows, and stays when it is not given.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const logIn = async (authenticatedAt: number) =>
        (await store.create(scene.session({ owner }), now, { authenticatedAt })).outcome
      await store.endAll(owner, scene.ending(), now)
      checks.equal(await logIn(0), 'created', 'a login after endAll() without notBefore')
      const absent = scene.owner()
      await store.endAll(absent, scene.ending(), now, { notBefore: now })
      const first = await store.create(scene.session({ owner: absent }), now, { authenticatedAt: now - 1 })
      checks.equal(first.outcome, 'refused', 'the first login ever, from before notBefore')
      await store.endAll(owner, scene.ending(), now, { notBefore: now })
      await store.endAll(owner, scene.ending(), now, { notBefore: now - HOUR })
      await store.endAll(owner, scene.ending(), now)
      checks.equal(await logIn(now - 1), 'refused', 'a login from before the largest notBefore')
      checks.equal(await logIn(now), 'created', 'a login at the largest notBefore')
      await store.endAll(owner, scene.ending(), now, { notBefore: now + 5 })
      checks.equal(await logIn(now + 4), 'refused', 'a login from before the new notBefore')
    },
  },
  {
    id: 'ENDALL-KEEPS',
    says: '`notBefore` is kept until the ending’s `keepUntil`, whatever else is reclaimed.',
    async run(scene) {
      const { store, checks, now } = scene
      const keepUntil = now + 4 * DAY
      const owners = [scene.owner(), scene.owner()]
      for (const owner of owners.slice(0, 1)) await scene.have({ owner, keepUntil: now + DAY })
      for (const owner of owners) {
        await store.endAll(owner, scene.ending('logout', { keepUntil }), now, { notBefore: now })
        const shorter = scene.ending('logout', { keepUntil: now + DAY })
        await store.endAll(owner, shorter, now, { notBefore: now - HOUR })
      }
      const later = keepUntil - 1
      const given = { createdAt: later, keepUntil: later + DAY }
      for (let write = 0; write < 20; write += 1) await store.create(scene.session(given), later)
      await store.sweep?.(later, 1000)
      for (const owner of owners) {
        const answer = await store.create(scene.session({ owner, ...given }), later, {
          authenticatedAt: now - 1,
        })
        checks.equal(answer.outcome, 'refused', 'the outcome of create() just before keepUntil')
      }
    },
  },
  {
    id: 'ENDALL-MARK',
    says: '`mark` is set even for a user without sessions; every `create` reports it and keeps it; a new one takes its place.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const markOf = async () => (await scene.created(scene.session({ owner }))).mark
      await store.endAll(owner, scene.ending('compromised'), now, { mark: 'compromised' })
      checks.equal(await markOf(), 'compromised', 'the mark at the first login')
      checks.equal(await markOf(), 'compromised', 'the mark at the second login')
      await store.endAll(owner, scene.ending(), now, { notBefore: now })
      checks.equal(await markOf(), 'compromised', 'the mark after endAll() without one')
      await store.endAll(owner, scene.ending(), now, { mark: 'twice' })
      checks.equal(await markOf(), 'twice', 'the mark after endAll() with another')
    },
  },
  {
    id: 'REPLACE-CLEARS-MARK',
    says: '`replace` with `clearMark` clears the user’s mark in the same step if it equals that value, and only if it writes.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const record = await scene.have({ owner })
      await store.endAll(owner, scene.ending(), now, { mark: 'compromised', except: record.id })
      const markOf = async () => (await scene.created(scene.session({ owner }))).mark
      const lost = await store.replace(scene.next(record), 'never', now, { clearMark: 'compromised' })
      checks.equal(lost.outcome, 'conflict', 'replace() with a wrong revision')
      checks.equal(await markOf(), 'compromised', 'the mark after a conflict')
      const second = scene.next(record)
      await store.replace(second, record.revision, now, { clearMark: 'another' })
      checks.equal(await markOf(), 'compromised', 'the mark after clearing another')
      const third = scene.next(second)
      await store.replace(third, second.revision, now)
      checks.equal(await markOf(), 'compromised', 'the mark after a replace() without clearMark')
      await store.replace(scene.next(third), third.revision, now, { clearMark: 'compromised' })
      checks.equal(await markOf(), null, 'the mark after it was cleared')
    },
  },
  {
    id: 'ENDALL-MARK-KEEPS',
    says: 'A mark does not expire: it outlives the user’s sessions, and goes only when it is cleared.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      await scene.have({ owner, keepUntil: now + DAY })
      await store.endAll(owner, scene.ending('logout', { keepUntil: now + DAY }), now, {
        mark: 'compromised',
      })
      const later = now + 1000 * DAY
      const given = { createdAt: later, keepUntil: later + DAY }
      for (let write = 0; write < 20; write += 1) await store.create(scene.session(given), later)
      await store.sweep?.(later, 1000)
      const { mark } = await scene.created(scene.session({ owner, ...given }), {}, later)
      checks.equal(mark, 'compromised', 'the mark a thousand days later')
    },
  },
]
