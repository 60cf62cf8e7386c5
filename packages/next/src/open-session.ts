import type { Carrier, Session, Sessions } from '@sess/core'
import { cookies, headers } from 'next/headers.js'
import { ambientCarrier, requestCarrier } from './carrier.ts'
import { cookieHead, cookieHeader, isReadOnly } from './cookie-head.ts'
import { ReadOnlyPlaceError } from './errors.ts'
import { isMarked } from './mark.ts'
import type { NextSessionOptions } from './options.ts'

/** See `NextSession.openSession`. */
export async function openSession<Data extends object>(
  sessions: Sessions<Data>,
  options: NextSessionOptions,
  from: Request | FormData | undefined,
): Promise<Session<Data>> {
  const [asked, store] = [await headers(), await cookies()]
  if (isReadOnly(store)) throw new ReadOnlyPlaceError()
  const head = cookieHead(store)
  // What the proxy has delivered is not delivered again.
  head.sent = isMarked(asked)
  const session = await sessions.open({ ...carrierFrom(from), response: head })
  head.sent = false
  return session

  /** A Server Action is a POST, and of its form nothing is left but what it was called with. */
  function carrierFrom(given: Request | FormData | undefined): Carrier {
    if (given instanceof Request) return requestCarrier(given, head, options)
    const token = given?.get('csrf_token')
    return {
      ...ambientCarrier('POST', asked, cookieHeader(store), options),
      ...(typeof token === 'string' && { formToken: () => token }),
    }
  }
}
