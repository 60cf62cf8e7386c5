import { refOf, type SessionRecord } from '@sess/core'
import { LOOKALIKES } from '../kit/lookalikes.ts'
import { DAY, HOUR, MINUTE, type StoreCase } from './scene.ts'

/** Made once: it takes a while. */
const made: { texts?: readonly string[] } = {}

/** Every code point of Unicode, each as itself (surrogates only in pairs), in texts of less than a megabyte. */
function everyCodePoint(): readonly string[] {
  made.texts ??= codePoints()
  return made.texts
}

function codePoints(): readonly string[] {
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })
  const texts: string[] = []
  for (let first = 0; first <= 0x10ffff; first += 0x10000) {
    const bytes = new DataView(new ArrayBuffer(0x40000))
    let length = 0
    const add = (unit: number) => {
      bytes.setUint16(length, unit, true)
      length += 2
    }
    for (let point = first; point < first + 0x10000; point += 1) {
      if (point >= 0x10000) {
        add(0xd7c0 + (point >> 10))
        add(0xdc00 + (point & 0x3ff))
      } else if (point < 0xd800 || point > 0xdfff) add(point)
    }
    texts.push(decoder.decode(bytes.buffer.slice(0, length)))
  }
  return texts
}

export const bytesCases: readonly StoreCase[] = [
  {
    id: 'BYTES-ID',
    says: 'Session ids compare by bytes: ids that differ in case are different sessions, for every verb.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner(undefined, 'partitionAaA')
      const tails = ['aaaaaaaaaaaa', 'aaaaaaaaaaaA', 'AAAAAAAAAAAA']
      const [lower, mixed, upper] = tails.map((tail) => scene.session({ owner, id: owner.partition + tail }))
      const otherPartition = scene.session({
        owner: scene.owner(undefined, 'partitionaaa'),
        id: `partitionaaa${tails[0]}`,
      })
      const all = [lower, mixed, upper, otherPartition].filter((record) => record !== undefined)
      for (const record of all) await scene.created(record)
      await scene.stored('ids that differ in case', ...all)
      for (const record of all) {
        const next = scene.next(record, { body: `1${record.id}` })
        checks.equal(await store.replace(next, record.revision, now), { outcome: 'replaced' }, 'replace()')
        Object.assign(record, next)
      }
      await scene.stored('ids that differ in case, once replaced', ...all)
      for (const record of all) {
        checks.equal(await store.end(record.id, scene.ending(), now), refOf(record), 'end()')
        await scene.stored('those that had not ended', ...all.slice(all.indexOf(record) + 1))
      }
    },
  },
  {
    id: 'BYTES-USER',
    says: 'User ids compare by bytes, whatever characters they are made of, trailing blanks and NUL included.',
    async run(scene) {
      const { store, checks, now } = scene
      const partition = scene.owner().partition
      const records = new Map<string, SessionRecord>()
      const ending = scene.ending('revoked-by-user')
      const limit = { limit: { max: 1, overflow: 'reject' as const }, evictedAs: ending }
      for (const userId of LOOKALIKES) {
        const record = scene.session({ owner: { userId, partition } })
        records.set(userId, record)
        await scene.created(record, limit)
      }
      for (const [userId, record] of records) {
        checks.equal(
          await store.list({ userId, partition }, now),
          [record],
          `list() of ${JSON.stringify(userId)}`,
        )
      }
      for (const [userId, record] of records) {
        const refs = await store.endAll({ userId, partition }, ending, now, { notBefore: now, mark: userId })
        scene.refs(refs, [record], `endAll() of ${JSON.stringify(userId)}`)
      }
      for (const userId of LOOKALIKES) {
        const { mark } = await scene.created(scene.session({ owner: { userId, partition } }), limit)
        checks.equal(mark, userId, `the mark of ${JSON.stringify(userId)}`)
      }
    },
  },
  {
    id: 'BYTES-GROUP',
    says: 'Groups and marks compare by bytes too.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      const limit = { limit: { max: 1, overflow: 'reject' as const }, evictedAs: scene.ending('evicted') }
      for (const group of ['web', 'Web', 'web ', 'wéb', 'we\u0301b']) {
        await scene.created(scene.session({ owner, group }), limit)
      }
      await store.endAll(owner, scene.ending(), now, { mark: 'Compromised' })
      const record = await scene.have({ owner })
      await store.replace(scene.next(record), record.revision, now, { clearMark: 'compromised' })
      checks.equal((await scene.created(scene.session({ owner }))).mark, 'Compromised', 'the mark')
    },
  },
  {
    id: 'BYTES-REVISION',
    says: 'Revisions compare by bytes: one that differs in case is another one.',
    async run(scene) {
      const { store, checks, now } = scene
      const record = await scene.have({ owner: scene.owner(), revision: 'revisionAAAAAAAA' })
      for (const other of ['revisionaaaaaaaa', 'revisionAAAAAAAA ', 'revisionAAAAAAA']) {
        const replaced = await store.replace(scene.next(record), other, now)
        checks.equal(replaced, { outcome: 'conflict', current: record }, `replace() expecting ${other}`)
        checks.equal(await store.end(record.id, scene.ending(), now, { ifRevision: other }), null, 'end()')
        checks.equal(
          await store.create({ ...record, revision: other }, now),
          { outcome: 'duplicate' },
          'create()',
        )
      }
      await scene.stored('the record', record)
    },
  },
  {
    id: 'BYTES-PAYLOAD',
    says: '`auth` and `body` come back byte for byte: every code point, NUL included, in any length.',
    async run(scene) {
      const { store, checks, now } = scene
      const texts = [
        '',
        '1',
        ' 1 ',
        '\0',
        '1{"a":1.0,"b":1e2,"a":-0}',
        '1[]',
        '1{}',
        '"',
        '\\u0000',
        '\r\n',
        ...everyCodePoint(),
      ]
      for (const text of texts) {
        const owner = scene.owner()
        const what = text.length < 100 ? JSON.stringify(text) : `a text of ${text.length} characters`
        const record = scene.session({ owner, body: text, auth: text.slice(0, 1000) })
        await store.create(record, now)
        checks.holds(same(await store.read(record.id), record), `read() gives ${what} back`, 'another text')
        const next = scene.next(record, { body: `${text}x`, auth: `x${record.auth}` })
        await store.replace(next, record.revision, now)
        const [listed = null] = await store.list(owner, now)
        checks.holds(same(listed, next), `list() gives ${what} back after replace()`, 'another text')
      }
    },
  },
  {
    id: 'BYTES-SIZE',
    says: 'A body of 1 MB is written, read, listed and handed over like any other.',
    async run(scene) {
      const { store, checks, now } = scene
      const body = `1${'0123456789abcdef'.repeat(65_536)}`
      const guest = await scene.have({ body })
      const owner = scene.owner()
      const options = { supersedes: guest.id, supersededAs: scene.ending('signed-in-again') }
      const record = scene.session({ owner, body })
      const { superseded } = await scene.created(record, options)
      checks.holds(superseded?.body === body, '`superseded` with its whole body', superseded?.body.length)
      const next = scene.next(record, { body: `${body}!` })
      await store.replace(next, record.revision, now)
      const [listed] = await store.list(owner, now)
      checks.holds(same(listed ?? null, next), 'list() with the whole body', listed?.body.length)
    },
  },
  {
    id: 'BYTES-SURROGATE',
    says: 'A text that is no well-formed Unicode is refused with a rejection or kept as it is, never altered.',
    async run(scene) {
      const { store, checks, now } = scene
      const owner = scene.owner()
      for (const field of ['body', 'auth'] as const) {
        const record = scene.session({ owner, [field]: '1\ud800 alone' })
        const kept = await store.create(record, now).then(
          () => true,
          () => false,
        )
        checks.equal(
          await store.read(record.id),
          kept ? record : null,
          `read() after create() with such a ${field}`,
        )
      }
    },
  },
  {
    id: 'SHARED-PARTITION',
    says: 'Two users may share a partition: neither sees, counts, evicts or ends the other’s sessions.',
    async run(scene) {
      const { store, checks, now } = scene
      const alice = scene.owner('alice')
      const bob = scene.owner('bob', alice.partition)
      const mine = await scene.have({ owner: alice })
      const theirs = await scene.have({ owner: bob })
      const guest = await scene.have({ id: alice.partition + scene.session().id.slice(12), group: 'web' })
      checks.equal(await store.list(alice, now), [mine], 'list() of the first user')
      checks.equal(await store.list(bob, now), [theirs], 'list() of the second user')
      const limit = {
        limit: { max: 2, overflow: 'evict-oldest' as const },
        evictedAs: scene.ending('evicted'),
      }
      checks.equal((await scene.created(scene.session({ owner: bob }), limit)).evicted, [], 'evicted')
      await store.endAll(bob, scene.ending(), now, { notBefore: now, mark: 'compromised' })
      await scene.stored('the first user’s, and the guest’s', mine, guest)
      const answer = await scene.created(scene.session({ owner: alice }), { authenticatedAt: now - HOUR })
      checks.equal(answer.mark, null, 'the mark of the first user')
      checks.equal(await store.list(bob, now), [], 'list() of the second user')
    },
  },
  {
    id: 'NO-CLOCK',
    says: 'A store never reads a clock: `now` is what it is told, be that years ago or ahead.',
    async run(scene) {
      const { store, checks, now } = scene
      for (const then of [now - 3650 * DAY, now + 3650 * DAY]) {
        const owner = scene.owner()
        const given = { owner, createdAt: then, keepUntil: Math.max(then, now) + 2 * DAY }
        const first = scene.session(given)
        const second = scene.session({ ...given, createdAt: then + 1 })
        await scene.created(first, {}, then)
        await scene.created(second, {}, then)
        checks.equal(await store.list(owner, then + MINUTE), [first, second], 'list() while they are live')
        checks.equal(await store.list(owner, then + 30 * MINUTE), [second], 'list() when the first is over')
        const next = scene.next(second)
        checks.equal(await store.replace(next, second.revision, then), { outcome: 'replaced' }, 'replace()')
        const limit = { max: 2, overflow: 'reject' as const }
        const full = await store.create(scene.session(given), then, { limit, evictedAs: scene.ending() })
        checks.equal(full.outcome, 'limited', 'create() while they are live')
        scene.refs(await store.endAll(owner, scene.ending(), then), [first, second], 'endAll()')
      }
    },
  },
]

const same = (a: SessionRecord | null, b: SessionRecord): boolean =>
  a !== null && a.body === b.body && a.auth === b.auth && a.revision === b.revision
