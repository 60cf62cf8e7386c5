import type { ReplaceOptions, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

const broken = (bug: string, fails: string, make: () => PartsStore): BrokenStore => ({
  bug,
  fails: [fails],
  open: () => partsSubject(make()),
})

/** The same store, with texts that some step changes before they are written. */
const altering = (bug: string, fails: string, alter: (text: string) => string): BrokenStore => ({
  bug,
  fails: [fails],
  open: () =>
    wrapped((inner) => ({
      create: (record, now, options) => inner.create({ ...record, body: alter(record.body) }, now, options),
      replace: (next, expected, now, options) =>
        inner.replace({ ...next, body: alter(next.body) }, expected, now, options),
    })),
})

function throughJson(text: string): string {
  try {
    return `1${JSON.stringify(JSON.parse(text.slice(1)))}`
  } catch {
    return text
  }
}

const usersBy = (bug: string, key: (userId: string) => string): BrokenStore =>
  broken(bug, 'BYTES-USER', () => {
    return new (class extends PartsStore {
      override userKey = key
    })()
  })

/** What goes wrong with texts, and with time. */
export const brokenBytes: readonly BrokenStore[] = [
  broken('session ids ignore case', 'BYTES-ID', () => {
    return new (class extends PartsStore {
      override key = (id: string) => id.toLowerCase()
    })()
  }),
  usersBy('user ids ignore case', (userId) => userId.toLowerCase()),
  usersBy('user ids ignore trailing blanks', (userId) => userId.trimEnd()),
  usersBy('user ids are normalised', (userId) => userId.normalize('NFC')),
  usersBy('user ids end at NUL', (userId) => userId.split('\0')[0] ?? ''),
  broken('groups ignore case', 'BYTES-GROUP', () => {
    return new (class extends PartsStore {
      override filling(...[record, { supersedes }, now]: Parameters<PartsStore['filling']>) {
        const mine = this.inOrder(this.ofUser({ userId: record.userId ?? '', partition: '' }))
        const group = record.group.toLowerCase()
        return mine.filter(
          (one) => this.isLive(one, now) && one.group.toLowerCase() === group && one.id !== supersedes,
        )
      }
    })()
  }),
  broken('revisions ignore case', 'BYTES-REVISION', () => {
    return new (class extends PartsStore {
      override mayReplace = (current: SessionRecord, expected: string, now: number) =>
        current.revision.toLowerCase() === expected.toLowerCase() && this.isLive(current, now)
    })()
  }),
  altering('lossy JSON: the body is parsed and written anew', 'BYTES-PAYLOAD', throughJson),
  altering('NUL is lost', 'BYTES-PAYLOAD', (text) => text.replaceAll('\0', '')),
  altering('three bytes per character: no emoji', 'BYTES-PAYLOAD', (text) =>
    text.replace(/[\u{10000}-\u{10ffff}]/gu, '?'),
  ),
  altering('line ends are made alike', 'BYTES-PAYLOAD', (text) => text.replaceAll('\r\n', '\n')),
  altering('a body is cut at a megabyte', 'BYTES-SIZE', (text) => text.slice(0, 1_000_000)),
  {
    bug: 'lone surrogates are silently replaced',
    fails: ['BYTES-SURROGATE'],
    open: () =>
      wrapped((inner) => ({
        create: (record, now, options) =>
          inner.create({ ...record, body: record.body.toWellFormed() }, now, options),
      })),
  },
  broken('the store reads its own clock', 'NO-CLOCK', () => {
    return new (class extends PartsStore {
      override isLive = (record: SessionRecord, now: number) =>
        record.ended === null &&
        Math.max(now, Date.now() - 1000) < Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
    })()
  }),
]

export const brokenNotices: readonly BrokenStore[] = [
  broken('tells nothing of evictions', 'SUBSCRIBE', () => {
    return new (class extends PartsStore {
      override tell(...[kind, refs]: Parameters<PartsStore['tell']>) {
        super.tell(kind, refs.length > 1 ? refs.slice(1) : refs)
      }
    })()
  }),
  broken('tells of a re-keying that lost', 'SUBSCRIBE-REKEYED', () => {
    return new (class extends PartsStore {
      override conflict(current: SessionRecord, next: SessionRecord, options: ReplaceOptions) {
        const { id, userId, group } = current
        if (options.publish !== undefined) this.tell(options.publish, [{ id, userId, group }])
        return super.conflict(current, next, options)
      }
    })()
  }),
  broken('goes on telling those that have stopped', 'SUBSCRIBE-STOP', () => {
    return new (class extends PartsStore {
      override unsubscribe = () => {}
    })()
  }),
  broken('a listener that throws fails the verb', 'SUBSCRIBE-THROWS', () => {
    return new (class extends PartsStore {
      override deliver(...[listener, notice]: Parameters<PartsStore['deliver']>) {
        listener(notice)
      }
    })()
  }),
]
