import type { SessEvent, Session, SessionStore, Sessions } from '../../../src/index.ts'
import type { openToken } from '../../../src/open-token.ts'
import { carrierFor, GUEST, SESSION, type TestHead } from '../../support/browser.ts'

/** One rule around the table broken, from outside the code that keeps it. */
export interface Breakage {
  /** The cookies that a server sees instead of those of the jar. */
  cookies?(header: string | undefined): string | undefined
  /** The line that the jar keeps instead of that of the answer. */
  setCookie?(line: string): string
  /** What a binding does with a session before the handler sees it. */
  opened?(session: Session, sessions: Sessions, cookies: string | undefined, head: TestHead): Promise<Session>
  /** What a binding does when the handler is done. */
  finished?(session: Session, head: TestHead): void
  store?(store: SessionStore): SessionStore
  /** Whether an event is told. */
  hears?(event: SessEvent): boolean
  /** Whether a failed write withdraws the token that its answer would have carried. */
  readonly withdraws?: boolean
  open?(real: typeof openToken): typeof openToken
}

export const WHOLE: Breakage = {}

const cookieIn = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Guests under the name of the session cookie. */
export const ONE_NAME: Breakage = {
  cookies(header) {
    const value = cookieIn(header, SESSION)
    return value === undefined ? header : `${SESSION}=${value}; ${GUEST}=${value}`
  },
  setCookie: (line) => (line.startsWith(`${GUEST}=`) ? line.replace(GUEST, SESSION) : line),
}

/** Whoever finds no session clears its cookie. */
export const CLEARING: Breakage = {
  finished(session, head) {
    if (session.endedBecause !== null && session.state === 'none')
      head.set('set-cookie', [...head.cookies, `${SESSION}=; Max-Age=0; Path=/; Secure`])
  },
}

/** With a session cookie, the guest's is not read. */
export const GUEST_UNREAD: Breakage = {
  cookies: (header) =>
    cookieIn(header, SESSION) === undefined ? header : `${SESSION}=${cookieIn(header, SESSION)}`,
}

/** With a replaced key, the guest's cookie is read. */
export const GUEST_INSTEAD: Breakage = {
  async opened(session, sessions, cookies, head) {
    if (session.state !== 'superseded') return session
    const guest = cookieIn(cookies, GUEST)
    return sessions.open(carrierFor(guest && `${GUEST}=${guest}`, {}, head))
  },
}

/** A login leaves the guest's session alive. */
export const NOT_SUPERSEDING: Breakage = {
  store: (store) => ({
    ...store,
    async create(record, now, { supersedes: _, supersededAs: __, ...options } = {}) {
      return store.create(record, now, options)
    },
  }),
}

/** A re-issue is not told. */
export const SILENT: Breakage = { hears: ({ type }) => type !== 'session-reissued' }

/** A token that was handed out at the opening goes out with the failure. */
export const LEAKING: Breakage = { withdraws: false }

/** Guests are opened as if their cookie could be renewed. */
export const GUESTS_RENEWED: Breakage = {
  open: (real) => (context, token, place, delivery, client) =>
    real(context, token, place, place === 'guest-cookie' ? 'cookie' : delivery, client),
}

/** A token counts wherever it is found. */
export const ANY_PLACE: Breakage = {
  open: (real) => async (context, token, place, delivery, client) => {
    const places = ['session-cookie', 'guest-cookie', 'bearer'] as const
    for (const other of [place, ...places]) {
      const opened = await real(context, token, other, delivery, client)
      if (opened.kind !== 'none' || opened.reason !== null) return opened
    }
    return { kind: 'none', reason: null, at: 0 } as Awaited<ReturnType<typeof real>>
  },
}

/** A guest who signs in keeps the record, and so the id and the token. */
export const SAME_RECORD: Breakage = {
  store: (store) => ({
    ...store,
    async create(record, now, options = {}) {
      const guest = options.supersedes === undefined ? null : await store.read(options.supersedes)
      if (guest === null || guest.userId !== null) return store.create(record, now, options)
      const promoted = { ...guest, userId: record.userId, group: record.group, revision: record.revision }
      await store.replace(promoted, guest.revision, now)
      return store.create(record, now, {})
    },
  }),
}
