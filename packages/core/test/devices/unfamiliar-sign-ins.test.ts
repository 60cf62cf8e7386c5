import { describe, expect, test } from 'vitest'
import { unfamiliarSignIns } from '../../src/devices/index.ts'
import {
  createSessions,
  type DeviceLedger,
  type PlaceOfAddress,
  type SessEvent,
  type SessionsOptions,
} from '../../src/index.ts'
import { memoryDeviceLedger, memoryStore } from '../../src/memory.ts'
import { Browser } from '../support/browser.ts'
import { Clock, DAY, HOUR, MINUTE } from '../support/clock.ts'

const PLACES: Readonly<Record<string, PlaceOfAddress>> = {
  '192.0.2.1': { country: 'DE', name: 'Berlin', latitude: 52.5, longitude: 13.4 },
  '192.0.2.2': { country: 'DE', name: 'Hamburg', latitude: 53.6, longitude: 10 },
  '198.51.100.1': { country: 'NZ', name: 'Auckland', latitude: -36.8, longitude: 174.8 },
  '203.0.113.1': { country: 'FR' },
}
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const DEVICE = '__Host-sess-device'

interface Given extends Pick<SessionsOptions, 'idleTimeout' | 'absoluteTimeout'> {
  readonly ledger?: DeviceLedger
  readonly locate?: (address: string) => PlaceOfAddress | null
}

function world({
  ledger = memoryDeviceLedger(),
  locate = (address) => PLACES[address] ?? null,
  ...options
}: Given = {}) {
  const clock = new Clock()
  const events: SessEvent[] = []
  const sessions = createSessions({
    store: memoryStore(),
    ...options,
    now: clock.now,
    signIns: unfamiliarSignIns({ ledger, locate }),
    onEvent: (event) => {
      events.push(event)
    },
  })
  const unfamiliar = () => events.flatMap((event) => (event.type === 'sign-in-unfamiliar' ? [event] : []))
  return {
    clock,
    events,
    sessions,
    unfamiliar,
    /** What was unfamiliar about each login that was, since the last time somebody asked. */
    reasons: () => {
      const reasons = unfamiliar().map((event) => event.reasons)
      events.length = 0
      return reasons
    },
    browser: () => new Browser(sessions, clock),
  }
}

const signIn = (browser: Browser, address = '192.0.2.1', userId = 'alice') =>
  browser.visit((session) => session.login(userId), { address, headers: { 'user-agent': FIREFOX } })

describe('devices', () => {
  test('the first sign-in of an account is told as such, the next one from there is familiar', async () => {
    const { browser, reasons } = world()
    const home = browser()
    await signIn(home)
    expect(reasons()).toEqual([['first-sign-in']])
    await home.visit((session) => session.logout())
    await signIn(home)
    expect(reasons()).toEqual([])
  })

  test('another browser is a new device, once, with a name for people and the place', async () => {
    const { browser, clock, reasons, unfamiliar } = world()
    await signIn(browser())
    reasons()
    clock.forward(HOUR)
    const office = browser()
    await signIn(office, '192.0.2.2')
    expect(unfamiliar()).toMatchObject([
      {
        reasons: ['new-device'],
        label: 'Firefox on Windows',
        place: { name: 'Hamburg' },
        ref: { userId: 'alice' },
      },
    ])
    reasons()
    await signIn(office, '192.0.2.2')
    expect(reasons()).toEqual([])
  })

  test('a device is one user’s: who signs in with somebody else’s browser is new there', async () => {
    const { browser, reasons } = world()
    const shared = browser()
    await signIn(shared)
    await signIn(browser(), '192.0.2.2', 'bob')
    reasons()
    await signIn(shared, '192.0.2.1', 'bob')
    expect(reasons()).toEqual([['new-device']])
  })

  test.each([
    ['that has no cookie yet', false],
    ['that somebody else has used', true],
  ])('fifty logins that race from a device %s are one event', async (_, used) => {
    const { browser, clock, reasons, sessions } = world()
    await signIn(browser())
    clock.forward(DAY)
    const fresh = browser()
    if (used) await signIn(fresh, '192.0.2.2', 'bob')
    reasons()
    await Promise.all(
      Array.from({ length: 50 }, () => {
        const tab = new Browser(sessions, clock)
        if (used) tab.jar.takeOver(fresh.jar)
        return signIn(tab, '203.0.113.1')
      }),
    )
    expect(reasons()).toEqual([['new-device', 'new-country']])
  })

  test('the cookie is random, HttpOnly and long-lived, stays the same, and is nowhere at rest', async () => {
    const ledger = memoryDeviceLedger()
    const { browser, events } = world({ ledger })
    const home = browser()
    const { head } = await signIn(home)
    const line = head.cookies.find((cookie) => cookie.startsWith(`${DEVICE}=`))
    expect(line).toMatch(
      /^__Host-sess-device=[\w-]{43}; Max-Age=34560000; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    const value = home.jar.get(DEVICE) ?? ''
    expect(ledger.dump()).not.toContain(value)
    expect(JSON.stringify(events)).not.toContain(value)
    await signIn(home)
    expect(home.jar.get(DEVICE)).toBe(value)
    const other = browser()
    await signIn(other)
    expect(other.jar.get(DEVICE)).not.toBe(value)
  })

  test('a garbled device cookie is no device: the browser gets a new one', async () => {
    const { browser, reasons } = world()
    const home = browser()
    await signIn(home)
    for (const value of ['', 'x', 'A'.repeat(44), `${'A'.repeat(42)}B`]) {
      home.jar.keep(`${DEVICE}=${value}; Path=/; Secure`)
      await signIn(home)
      expect(home.jar.get(DEVICE)).toMatch(/^[\w-]{43}$/)
    }
    reasons()
  })

  test('a device is forgotten after 400 days without it, an account is not while any device is used', async () => {
    const { browser, clock, reasons } = world()
    const [rare, daily] = [browser(), browser()]
    await signIn(rare)
    clock.forward(HOUR)
    await signIn(daily)
    const value = rare.jar.get(DEVICE)
    for (let month = 0; month < 14; month++) {
      clock.forward(30 * DAY)
      await signIn(daily)
    }
    reasons()
    rare.jar.keep(`${DEVICE}=${value}; Path=/; Secure; Max-Age=1000`)
    await signIn(rare)
    expect(reasons()).toEqual([['new-device']])
  })
})

describe('places', () => {
  test('a country is new once', async () => {
    const { browser, clock, reasons } = world()
    const phone = browser()
    await signIn(phone)
    reasons()
    clock.forward(3 * DAY)
    await signIn(phone, '203.0.113.1')
    await signIn(phone, '203.0.113.1')
    expect(reasons()).toEqual([['new-country']])
  })

  test('nobody is in Auckland twenty minutes after Berlin; a day later somebody may be', async () => {
    const { browser, clock, reasons } = world()
    const phone = browser()
    await signIn(phone)
    reasons()
    clock.forward(20 * MINUTE)
    await signIn(browser(), '198.51.100.1')
    expect(reasons()).toEqual([['new-device', 'new-country', 'impossible-travel']])

    const later = world({ idleTimeout: '2d', absoluteTimeout: '2d' })
    const same = later.browser()
    await signIn(same)
    later.reasons()
    later.clock.forward(24 * HOUR)
    await signIn(same, '198.51.100.1')
    expect(later.reasons()).toEqual([['new-country']])
  })

  test('two neighbouring cities, or places without coordinates, are no journey', async () => {
    const { browser, clock, reasons } = world()
    await signIn(browser())
    reasons()
    clock.forward(MINUTE)
    await signIn(browser(), '192.0.2.2')
    await signIn(browser(), '203.0.113.1')
    expect(reasons()).toEqual([['new-device'], ['new-device', 'new-country']])
  })

  test('without locate there are only devices, and a locate that fails knows no place', async () => {
    for (const given of [
      { locate: () => null },
      {
        locate: () => {
          throw new Error('no database')
        },
      },
    ]) {
      const { browser, reasons } = world(given)
      await signIn(browser())
      await signIn(browser(), '198.51.100.1')
      expect(reasons()).toEqual([['first-sign-in'], ['new-device']])
    }
  })
})

test('a ledger that fails keeps nobody out, and an event says that nobody looked', async () => {
  const error = new Error('down')
  const { browser, events } = world({ ledger: { recognize: () => Promise.reject(error) } })
  const home = browser()
  await signIn(home)
  expect(events).toContainEqual(expect.objectContaining({ type: 'sign-in-unwatched', error }))
  const { session } = await home.request()
  expect(session.userId).toBe('alice')
})

test.each([
  [{ ledger: {} }, 'devices.ledger'],
  [{ ledger: memoryDeviceLedger(), locate: {} }, 'devices.locate'],
  [{ ledger: memoryDeviceLedger(), remember: '401d' }, 'devices.remember'],
  [{ ledger: memoryDeviceLedger(), fastestTravel: 0 }, 'devices.fastestTravel'],
  [{ ledger: memoryDeviceLedger(), locte: () => null }, 'devices.locte'],
])('%j does not start', (options, option) => {
  expect(() => unfamiliarSignIns(options as never)).toThrow(
    expect.objectContaining({ code: 'sess/config', option }),
  )
})

test('a watcher that is none does not start', () => {
  const signIns = memoryDeviceLedger() as never
  expect(() => createSessions({ store: memoryStore(), signIns })).toThrow(/unfamiliarSignIns/)
})
