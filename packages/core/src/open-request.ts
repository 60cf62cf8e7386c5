import { isActivity } from './activity.ts'
import type { Carrier } from './carrier.ts'
import type { Context } from './context.ts'
import { type CookieShapes, cookieValues } from './cookie.ts'
import type { ClientFacts } from './events.ts'
import { type Opened, openToken, type Place } from './open-token.ts'
import { WEB } from './policy.ts'
import { type Slot, sendToken } from './slot.ts'
import type { EndReason } from './store.ts'
import { parseToken, type Token } from './token.ts'

/**
 * Opens the session of a request: the bearer token if a group takes one and the header has one, else the session cookie, else
 * (also when that session is unknown or over, not when it was re-keyed) the guest cookie.
 */
export async function openRequest<Data extends object>(
  context: Context<Data>,
  carrier: Slot<Data>['carrier'],
): Promise<Slot<Data>> {
  const openedAt = context.now()
  const cookies = cookiesFor(context, carrier)
  const client = clientOf(carrier)
  const slot: Slot<Data> = {
    context,
    carrier,
    cookies,
    client,
    state: 'none',
    place: null,
    loaded: null,
    policy: context.policies.get(WEB) ?? context.guestPolicy,
    endedBecause: null,
    guestMovedOn: false,
    token: null,
    csrf: null,
    openedAt,
    isActivity: isActivity(carrier, context.isPassive),
    endedOthers: null,
  }
  const delivers = carrier.response !== undefined && !carrier.response.sent
  const bearer = context.bearers ? bearerToken(carrier.header('authorization')) : null
  const token =
    bearer ?? (await cookieToken(context, carrier, cookies.session.name, 'session-cookie', client))
  let reason: EndReason | null = null
  if (token !== null) {
    const place: Place = bearer === null ? 'session-cookie' : 'bearer'
    const opened = await openToken(
      context,
      token,
      place,
      delivers && bearer === null ? 'cookie' : 'none',
      client,
      { isActivity: slot.isActivity },
    )
    if (settle(slot, opened, place, token)) return slot
    reason = opened.kind === 'none' ? opened.reason : null
  }
  slot.endedBecause = reason
  const guest =
    bearer === null ? await cookieToken(context, carrier, cookies.guest.name, 'guest-cookie', client) : null
  if (guest === null) return slot
  const opened = await openToken(context, guest, 'guest-cookie', 'none', client, {
    isActivity: slot.isActivity,
  })
  settle(slot, opened, 'guest-cookie', guest)
  slot.guestMovedOn =
    opened.kind === 'none' &&
    opened.reason === 'signed-in-again' &&
    openedAt - opened.at < context.guestPolicy.overlap
  return slot
}

/** Takes over what was opened, and hands out the successor if there is one. `false` if there is no session. */
function settle<Data extends object>(slot: Slot<Data>, opened: Opened, place: Place, token: Token): boolean {
  if (opened.kind === 'none') return false
  const { loaded, policy } = opened
  const state = opened.kind === 'superseded' ? 'superseded' : place === 'guest-cookie' ? 'guest' : 'user'
  slot.state = state
  slot.place = place
  slot.loaded = loaded
  slot.policy = policy
  slot.token = token
  const head = slot.carrier.response
  if (opened.kind === 'served' && opened.handOut !== null && head !== undefined && !head.sent) {
    sendToken(
      head,
      slot.cookies.session,
      opened.handOut,
      loaded.record.absoluteExpiresAt - slot.context.now(),
      'open',
    )
  }
  return true
}

/**
 * The token in the cookie of that name. There is one, unless the name lacks the prefix `__Host-` and a neighbour (a sibling host, a
 * script, plain HTTP) has planted another. Then the one that opens a session counts, for whatever else is planted must keep nobody
 * out; but of two sessions none does: the planted one may be the attacker's own, and nobody must act in it unawares.
 */
async function cookieToken<Data extends object>(
  context: Context<Data>,
  carrier: Slot<Data>['carrier'],
  name: string,
  place: Place,
  client: ClientFacts,
): Promise<Token | null> {
  const values = cookieValues(carrier.header('cookie'), name)
  const [only] = values
  if (values.length < 2) return only === undefined ? null : parseToken(only)
  const tokens = [...new Set(values)].flatMap((value) => parseToken(value) ?? [])
  if (tokens.length < 2) return tokens[0] ?? null
  const opening: Token[] = []
  for (const token of tokens) {
    const { kind } = await openToken(context, token, place, 'none', client, { isActivity: false })
    if (kind !== 'none') opening.push(token)
  }
  // Of one session, as where its cookie has moved to another path, the newest.
  opening.sort((a, b) => b.generation - a.generation)
  const [first = tokens[0]] = opening
  return first !== undefined && opening.every(({ id }) => id === first.id) ? first : null
}

/** RFC 6750 §2.1: the header, and nowhere else. */
function bearerToken(header: string | undefined): Token | null {
  const match = header === undefined || header.length > 200 ? null : /^bearer +(\S+)$/i.exec(header)
  return match === null ? null : parseToken(match[1] as string)
}

const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']
/** A whole `Host` header that can only mean this machine (RFC 6761 §6.3). */
const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/**
 * Plain HTTP to a loopback name may use the development cookies, if the app allows it. What a proxy passed on is not plain HTTP to us,
 * whatever Host it rewrote: it says so, or else the browser does, in the Origin of what it posts.
 */
function cookiesFor<Data extends object>(
  { cookies, localhostCookies }: Context<Data>,
  carrier: Omit<Carrier, 'response'>,
): CookieShapes {
  if (localhostCookies === null || carrier.secure || PROXIED.some((name) => carrier.header(name)))
    return cookies
  const origin = carrier.header('origin')?.replace(/^http:\/\//, '') ?? 'null'
  const isLocal = LOOPBACK.test(carrier.header('host') ?? '') && (origin === 'null' || LOOPBACK.test(origin))
  return isLocal ? localhostCookies : cookies
}

/** Frozen, for every listener is given this very object. */
function clientOf(carrier: Omit<Carrier, 'response'>): ClientFacts {
  const userAgent = carrier.header('user-agent')?.slice(0, 256)
  const { address } = carrier
  if (address === undefined) return Object.freeze(userAgent === undefined ? {} : { userAgent })
  return Object.freeze(userAgent === undefined ? { address } : { address, userAgent })
}
