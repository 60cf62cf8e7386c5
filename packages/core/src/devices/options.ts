import { milliseconds } from '../duration.ts'
import { ConfigError } from '../errors.ts'
import { refuseUnknown } from '../known-options.ts'
import type { Duration } from '../options.ts'
import type { DeviceLedger } from '../ports.ts'
import type { PlaceOfAddress } from '../sign-ins.ts'

/** Where an address is; `null` when nobody knows. The app brings the database. */
export type LocateAddress = (address: string) => PlaceOfAddress | null | Promise<PlaceOfAddress | null>

export interface DevicesOptions {
  /** What remembers the users' devices: `redisStore` and `prismaStore` do, and `memoryDeviceLedger()` for one process. */
  readonly ledger: DeviceLedger
  /** Without it no country is new and no travel impossible. What it throws counts as unknown. */
  readonly locate?: LocateAddress
  /** How long a device that is not used stays known. Default and longest: `'400d'`, which is as long as browsers keep a cookie. */
  readonly remember?: Duration
  /** The fastest that people travel, in km/h. Default 1000, somewhat above an airliner. */
  readonly fastestTravel?: number
}

/** The same, checked. */
export interface DeviceRules {
  readonly ledger: DeviceLedger
  readonly locate: LocateAddress
  readonly remember: number
  readonly fastestTravel: number
}

const LONGEST = 400 * 86_400_000

export function deviceRules(options: DevicesOptions): DeviceRules {
  refuseUnknown('devices.', options, ['ledger', 'locate', 'remember', 'fastestTravel'])
  const { ledger, locate = () => null, fastestTravel = 1000 } = options
  if (typeof ledger?.recognize !== 'function') {
    throw new ConfigError(
      'devices.ledger',
      'it cannot recognise devices.',
      'Pass the redisStore or the prismaStore itself, or memoryDeviceLedger() for one process.',
    )
  }
  if (typeof locate !== 'function') {
    throw new ConfigError(
      'devices.locate',
      'it is no function.',
      'Use (address) => ({ country, latitude, longitude }) or null.',
    )
  }
  const remember = milliseconds('devices.remember', options.remember ?? LONGEST)
  if (remember > LONGEST) {
    throw new ConfigError('devices.remember', 'browsers keep no cookie for so long.', "Use at most '400d'.")
  }
  if (!(Number.isFinite(fastestTravel) && fastestTravel > 0)) {
    throw new ConfigError('devices.fastestTravel', 'it is no speed.', 'Use a number of km/h above 0.')
  }
  return { ledger, locate, remember, fastestTravel }
}
