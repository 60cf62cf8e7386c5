import type { Context } from './context.ts'
import { type CookieShape, cookieValues, setCookie } from './cookie.ts'
import { ConfigError } from './errors.ts'
import type { ClientFacts } from './events.ts'
import { listOf } from './session-info.ts'
import { putCookie, type Slot } from './slot.ts'
import { type Owner, type Ref, refOf, type SessionRecord } from './store.ts'

/** A login that has just succeeded, as a `SignInWatcher` sees it. */
export interface SignIn {
  readonly at: number
  /** The new session. */
  readonly ref: Ref
  readonly owner: Owner
  readonly client: ClientFacts
  /** The value of the browser's device cookie, unchecked; `null` without one. */
  readonly device: string | null
  /** The user's other live sessions, newest first, with what their clients said at sign-in: one command of the store. */
  others(): Promise<readonly { readonly createdAt: number; readonly client: ClientFacts }[]>
}

/** What is unfamiliar about a sign-in. */
export type UnfamiliarReason =
  /** Nobody has signed in as this user before, as far as the ledger remembers: an account's first sign-in. */
  | 'first-sign-in'
  /** The user has not signed in from this device. */
  | 'new-device'
  /** The user has not signed in from this country. */
  | 'new-country'
  /** Nobody travels that fast from where the user signed in last. */
  | 'impossible-travel'

/** Where an address is, as the app's own database says. */
export interface PlaceOfAddress {
  /** Any stable name of the country, such as its ISO 3166 code. */
  readonly country?: string
  /** For people: a town, a region. */
  readonly name?: string
  /** Degrees. */
  readonly latitude?: number
  readonly longitude?: number
}

export interface SignInFindings {
  /** The device cookie to set, with its Max-Age in ms. */
  readonly device: { readonly value: string; readonly maxAge: number }
  /** Empty: nothing is unfamiliar. */
  readonly reasons: readonly UnfamiliarReason[]
  /** The device as a person would name it. */
  readonly label: string
  readonly place: PlaceOfAddress | null
}

/** Looks at each login; `unfamiliarSignIns` of `@sess/core/devices` makes one. */
export interface SignInWatcher {
  look(signIn: SignIn): Promise<SignInFindings>
}

export function resolveSignIns({
  signIns = null,
}: {
  readonly signIns?: SignInWatcher | null
}): SignInWatcher | null {
  if (signIns === null || typeof signIns.look === 'function') return signIns
  throw new ConfigError(
    'signIns',
    'it is no watcher.',
    'Use unfamiliarSignIns({ ledger }) of @sess/core/devices.',
  )
}

/**
 * Lets the watcher look at a login before its cookie goes out. A watcher that fails keeps nobody out: the login stands, and an
 * event says that nobody looked.
 */
export async function watchSignIn<Data extends object>(
  { context, cookies, client, carrier }: Slot<Data>,
  userId: string,
  record: SessionRecord,
): Promise<void> {
  if (context.signIns === null) return
  const at = record.createdAt
  const about = { at, ref: refOf(record), client }
  const shape = deviceCookie(cookies.session)
  const owner = context.ownerOf(userId)
  try {
    const { device, reasons, label, place } = await context.signIns.look({
      ...about,
      owner,
      device: cookieValues(carrier.header('cookie'), shape.name)[0] ?? null,
      others: () => othersOf(context, owner, record.id, at),
    })
    const head = carrier.response
    if (head !== undefined && !head.sent) {
      putCookie(head, shape.name, setCookie(shape, device.value, device.maxAge))
    }
    if (reasons.length > 0) {
      context.emit({ ...about, type: 'sign-in-unfamiliar', reasons, label, ...(place && { place }) })
    }
  } catch (error) {
    context.emit({ ...about, type: 'sign-in-unwatched', error })
  }
}

/** One device is one browser, whoever signs in with it: a cookie beside the session's, under a name of its own. */
const deviceCookie = ({ name, attributes }: CookieShape): CookieShape => ({
  name: `${name}-device`,
  attributes,
})

async function othersOf<Data extends object>(
  context: Context<Data>,
  { userId }: Owner,
  except: string,
  now: number,
): Promise<readonly { readonly createdAt: number; readonly client: ClientFacts }[]> {
  const sessions = await listOf(context, userId, now)
  return sessions.filter(({ id }) => id !== except).reverse()
}
