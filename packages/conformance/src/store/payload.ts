import type { SessionRecord } from '@sess/core'
import { everyCodePoint } from '../kit/code-points.ts'
import type { StoreCase } from './scene.ts'

/** `auth` and `body` are opaque. */
export const payloadCases: readonly StoreCase[] = [
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
]

const same = (a: SessionRecord | null, b: SessionRecord): boolean =>
  a !== null && a.body === b.body && a.auth === b.auth && a.revision === b.revision
