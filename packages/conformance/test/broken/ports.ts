import type { DeviceLedger, Owner, ReplayGuard } from '@sess/core'
import type { PortSubject } from '../../src/ports.ts'

const gap = (): Promise<void> => new Promise((resume) => setTimeout(resume))

/** An honest ledger of small parts; a broken one replaces one of them. */
class Ledger implements DeviceLedger {
  readonly until = new Map<string, number>()
  key = ({ userId }: Owner, hash: string): string => JSON.stringify([userId, hash])
  isKnown = (until: number, now: number): boolean => now < until
  extended = (before: number, now: number, ttl: number): number => Math.max(before, now + ttl)
  pause = (): Promise<void> | null => null
  left = (now: number): number => [...this.until.values()].filter((until) => until > now).length

  async recognize(owner: Owner, hash: string, now: number, ttl: number): Promise<'known' | 'new'> {
    const key = this.key(owner, hash)
    const before = this.until.get(key) ?? 0
    const known = this.isKnown(before, now)
    const pause = this.pause()
    if (pause !== null) await pause
    this.until.set(key, this.extended(before, now, ttl))
    return known ? 'known' : 'new'
  }
}

/** Forgets the one that it met first. */
class TenDevices extends Ledger {
  override async recognize(owner: Owner, hash: string, now: number, ttl: number): Promise<'known' | 'new'> {
    const user = JSON.stringify([owner.userId]).slice(0, -1)
    const [first = '', ...others] = [...this.until.keys()].filter((key) => key.startsWith(`${user},`))
    if (others.length >= 9) this.until.delete(first)
    return super.recognize(owner, hash, now, ttl)
  }
}

const subjectOf = (port: Ledger): PortSubject<DeviceLedger> => ({
  port,
  leftovers: async (now) => port.left(now),
})

export const ledger = (change: Partial<Ledger> = {}): PortSubject<DeviceLedger> =>
  subjectOf(Object.assign(new Ledger(), change))

class Guard implements ReplayGuard {
  readonly used = new Map<string, number>()
  key = (key: string): string => key
  pause = (): Promise<void> | null => null
  again = (_key: string, _expiresAt: number): void => {}
  left = (now: number): number => [...this.used.values()].filter((until) => until > now).length

  async consumeOnce(given: string, expiresAt: number): Promise<boolean> {
    const key = this.key(given)
    const first = (this.used.get(key) ?? 0) <= Date.now()
    const pause = this.pause()
    if (pause !== null) await pause
    if (first) this.used.set(key, expiresAt)
    else this.again(key, expiresAt)
    return first
  }
}

export const guard = (change: (port: Guard) => Partial<Guard> = () => ({})): PortSubject<ReplayGuard> => {
  const port = new Guard()
  Object.assign(port, change(port))
  return { port, leftovers: async (now) => port.left(now) }
}

export const BROKEN_LEDGERS: readonly (readonly [
  bug: string,
  fails: string[],
  open: () => PortSubject<DeviceLedger>,
])[] = [
  [
    'hashes ignore case',
    ['DEVICE-NEW'],
    () => ledger({ key: ({ userId }, hash) => JSON.stringify([userId, hash.toLowerCase()]) }),
  ],
  ['keeps ten devices of a user', ['DEVICE-KNOWN'], () => subjectOf(new TenDevices())],
  [
    'known at the very end of the ttl',
    ['DEVICE-TTL', 'DEVICE-NO-CLOCK'],
    () => ledger({ isKnown: (until, now) => now <= until }),
  ],
  [
    'a call does not extend',
    ['DEVICE-TTL'],
    () => ledger({ extended: (before, now, ttl) => (now < before ? before : now + ttl) }),
  ],
  [
    'a call with a shorter ttl shortens',
    ['DEVICE-TTL'],
    () => ledger({ extended: (_before, now, ttl) => now + ttl }),
  ],
  ['a device is everybody’s', ['DEVICE-USERS'], () => ledger({ key: (_owner, hash) => hash })],
  [
    'user and hash run into each other',
    ['DEVICE-USERS'],
    () => ledger({ key: ({ userId }, hash) => `${userId}${hash}` }),
  ],
  ['looks first and notes later', ['DEVICE-RACE'], () => ledger({ pause: gap })],
  [
    'reads a clock',
    ['DEVICE-TTL', 'DEVICE-NO-CLOCK'],
    () => ledger({ isKnown: (until) => Date.now() < until }),
  ],
  [
    'forgets nothing',
    ['DEVICE-LEFTOVERS'],
    () => {
      const made = new Ledger()
      return { port: made, leftovers: async () => made.until.size }
    },
  ],
]

export const BROKEN_GUARDS: readonly (readonly [
  bug: string,
  fails: string[],
  open: () => PortSubject<ReplayGuard>,
])[] = [
  ['keys ignore case', ['REPLAY-ONCE'], () => guard(() => ({ key: (key) => key.toLowerCase() }))],
  [
    'a later call shortens',
    ['REPLAY-KEEPS'],
    () => guard((port) => ({ again: (key, expiresAt) => port.used.set(key, expiresAt) })),
  ],
  ['looks first and notes later', ['REPLAY-RACE'], () => guard(() => ({ pause: gap }))],
  ['forgets nothing', ['REPLAY-LEFTOVERS'], () => guard((port) => ({ left: () => port.used.size }))],
]
