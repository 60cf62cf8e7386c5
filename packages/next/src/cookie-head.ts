import type { ResponseHead } from '@sess/core'
import type { cookies } from 'next/headers.js'
import { NextResponse } from 'next/server.js'

type CookieStore = Awaited<ReturnType<typeof cookies>>

/** Where Next lets nobody set a cookie, both methods are the one function that says so. (Trying would drop the client's router cache.) */
export const isReadOnly = (store: CookieStore): boolean => (store.set as unknown) === store.delete

/** The request's cookies as they are now, those that this request has set included. */
export const cookieHeader = (store: CookieStore): string =>
  store
    .getAll()
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')

/** The head of an answer that Next makes: cookies go into Next's store. It gives the answer to an action `no-store` by itself. */
export function cookieHead(store: CookieStore): ResponseHead & { sent: boolean } {
  let lines: readonly string[] = []
  return {
    sent: false,
    get: (name) => (name === 'set-cookie' ? lines : []),
    set(name, values) {
      if (name !== 'set-cookie') return
      const nameOf = (line: string) => line.split('=', 1)[0] ?? ''
      for (const gone of lines.filter((line) => !values.some((value) => nameOf(value) === nameOf(line))))
        withdraw(store, nameOf(gone))
      for (const line of values.filter((value) => !lines.includes(value))) setLine(store, line)
      lines = values
    },
  }
}

/** Sets a cookie as a `Set-Cookie` line has it. Ours all have a Max-Age, and Next's reader leaves it out where it is 0. */
export function setLine(store: CookieStore, line: string): void {
  for (const cookie of new NextResponse(null, { headers: { 'set-cookie': line } }).cookies.getAll())
    store.set({ ...cookie, maxAge: cookie.maxAge ?? 0 })
}

/** The store forgets nothing, so what takes the cookie's place is one that no browser acts on: of a path where nothing is. */
function withdraw(store: CookieStore, name: string): void {
  store.set(name, '', { path: '/.withdrawn', maxAge: 0 })
}
