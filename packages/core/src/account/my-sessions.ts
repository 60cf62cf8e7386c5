import { describeDevice } from '../devices/describe-device.ts'
import type { LocateAddress } from '../devices/options.ts'
import type { Session, SessionInfo } from '../session.ts'
import type { PlaceOfAddress } from '../sign-ins.ts'

/** A session as "my sessions" shows it. */
export interface MySession extends SessionInfo {
  /** The device as a person would name it: `Firefox on Windows`. */
  readonly device: string
  /** Where it signed in from, or `null` where nobody knows. */
  readonly place: PlaceOfAddress | null
}

/**
 * The user's live sessions with their devices and places, oldest first; of a guest: none. One command of the store. A place that
 * `locate` throws for is unknown.
 */
export async function mySessions(
  session: Pick<Session, 'list'>,
  { locate = () => null }: { readonly locate?: LocateAddress | undefined } = {},
): Promise<readonly MySession[]> {
  const placeOf = async (address: string | undefined) => {
    try {
      return address === undefined ? null : await locate(address)
    } catch {
      return null
    }
  }
  const list = await session.list()
  return Promise.all(
    list.map(async (info) => ({
      ...info,
      device: describeDevice(info.client.userAgent),
      place: await placeOf(info.client.address),
    })),
  )
}
