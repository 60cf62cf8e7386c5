import type { PlaceOfAddress } from '../sign-ins.ts'

const EARTH_RADIUS_KM = 6371
/** Databases of addresses are off by as much, and mobile networks surface in another city. */
const NEARBY_KM = 500
const HOUR = 3_600_000

/** Whether nobody gets from one place to the other within `ms`. Places without coordinates are never too far. */
export function impossibleTravel(
  from: PlaceOfAddress | null,
  to: PlaceOfAddress | null,
  ms: number,
  fastest: number,
): boolean {
  const km = distance(from, to)
  return km > NEARBY_KM && km > (fastest * Math.max(ms, 0)) / HOUR
}

/** The great circle, in km; `NaN`, which is more than nothing, where a place is unknown. */
function distance(a: PlaceOfAddress | null, b: PlaceOfAddress | null): number {
  const [aLat, aLong] = radians(a)
  const [bLat, bLong] = radians(b)
  const haversine =
    Math.sin((bLat - aLat) / 2) ** 2 + Math.cos(aLat) * Math.cos(bLat) * Math.sin((bLong - aLong) / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

const radians = (place: PlaceOfAddress | null): readonly [number, number] => [
  ((place?.latitude ?? Number.NaN) * Math.PI) / 180,
  ((place?.longitude ?? Number.NaN) * Math.PI) / 180,
]
