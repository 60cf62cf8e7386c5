import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { fromBase64url, randomBytes, toBase64url, utf8 } from '../bytes.ts'
import type { PlaceOfAddress, SignIn, SignInFindings, SignInWatcher, UnfamiliarReason } from '../sign-ins.ts'
import { describeDevice } from './describe-device.ts'
import { type DeviceRules, type DevicesOptions, deviceRules } from './options.ts'
import { impossibleTravel } from './travel.ts'

/** 256 bits, base64url. */
const DEVICE = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
/** Logins may race: of those from one browser and address within this time, one is looked at. */
const MOMENT = 10 * 60_000

/**
 * Watches the logins for devices, countries and journeys that are new to the user (ASVS 5.0 6.3.5 and 6.3.6 ask to tell people of
 * those). Each login of which something is unfamiliar is a `sign-in-unfamiliar` event; the app sends the message.
 *
 * - A device is a browser with a cookie of its own, random and long-lived, set at login; the ledger holds its hash. Whoever deletes
 *   cookies has a new device. **One event per new device**: the ledger says `new` once, however many logins race, and a browser that
 *   has no cookie yet is known for ten minutes by its address and its `User-Agent`.
 * - The ledger down: the login stands, and a `sign-in-unwatched` event says that nobody looked. (A login whose server
 *   dies before it has looked says nothing either.)
 * - Journeys are measured from the newest of the user's other live sessions: who has none has not travelled.
 * - Costs at login: three commands of the ledger, one more with a country, one list of the store where the place has coordinates.
 *   Nothing anywhere else.
 *
 * ```ts
 * import { createSessions } from '@sess/core'
 * import { unfamiliarSignIns } from '@sess/core/devices'
 * import { memoryDeviceLedger, memoryStore } from '@sess/core/memory'
 *
 * const sessions = createSessions({
 *   store: memoryStore(),
 *   signIns: unfamiliarSignIns({ ledger: memoryDeviceLedger() }),
 *   onEvent(event) {
 *     if (event.type === 'sign-in-unfamiliar') console.log(`${event.ref.userId} signed in with ${event.label}`)
 *   },
 * })
 * ```
 */
export function unfamiliarSignIns(options: DevicesOptions): SignInWatcher {
  const rules = deviceRules(options)
  return {
    async look(signIn) {
      const known = signIn.device !== null && DEVICE.test(signIn.device) ? signIn.device : null
      const value = known ?? toBase64url(randomBytes(32))
      const place = await placeOf(rules, signIn.client.address)
      const reasons = await reasonsOf(rules, signIn, fromBase64url(value), place)
      const label = describeDevice(signIn.client.userAgent)
      return { device: { value, maxAge: rules.remember }, reasons, label, place } satisfies SignInFindings
    },
  }
}

async function reasonsOf(
  rules: DeviceRules,
  signIn: SignIn,
  device: Uint8Array,
  place: PlaceOfAddress | null,
): Promise<readonly UnfamiliarReason[]> {
  const { client, owner, at } = signIn
  // Asked at every login, so that it is never forgotten of a user who has had one device for years.
  const isFirst = await isNew(rules, signIn, 'anybody')
  const met = await rules.ledger.recognize(owner, hashOf('device', device), at, rules.remember)
  // Of logins that race one is looked at, and tells everything. A browser without a cookie is known by what it says of itself, but
  // only among those: beside a browser that has one, a stranger's in the same network is still a new device.
  const browser = signIn.device ?? client.userAgent ?? ''
  if (!(await isNew(rules, signIn, `moment ${JSON.stringify([browser, client.address])}`, MOMENT))) return []
  const newCountry = place?.country !== undefined && (await isNew(rules, signIn, `country ${place.country}`))
  // The first of all is nothing to warn of: that an account's owner is new is no news to anybody.
  if (isFirst) return ['first-sign-in']
  return [
    ...(met === 'new' ? (['new-device'] as const) : []),
    ...(newCountry ? (['new-country'] as const) : []),
    ...((await hasTravelled(rules, signIn, place)) ? (['impossible-travel'] as const) : []),
  ]
}

async function isNew({ ledger, remember }: DeviceRules, { owner, at }: SignIn, what: string, ttl = remember) {
  return (await ledger.recognize(owner, hashOf('about', utf8(what)), at, ttl)) === 'new'
}

async function hasTravelled(
  rules: DeviceRules,
  signIn: SignIn,
  place: PlaceOfAddress | null,
): Promise<boolean> {
  if (place?.latitude === undefined || place.longitude === undefined) return false
  const [last] = await signIn.others()
  if (last === undefined) return false
  const before = await placeOf(rules, last.client.address)
  return impossibleTravel(before, place, signIn.at - last.createdAt, rules.fastestTravel)
}

async function placeOf({ locate }: DeviceRules, address: string | undefined): Promise<PlaceOfAddress | null> {
  if (address === undefined) return null
  try {
    return (await locate(address)) ?? null
  } catch {
    return null
  }
}

/** SHA-256 with a purpose in front: 256 random bits need no slower one, and the rest is no secret. */
function hashOf(purpose: 'device' | 'about', bytes: Uint8Array): string {
  return toBase64url(sha256(concatBytes(utf8(`sess/${purpose}\0`), bytes)))
}
