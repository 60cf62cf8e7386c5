/** A clock that moves when the test says so. */
export function createClock() {
  let ms = Date.now()
  return {
    now: () => ms,
    advance(minutes: number) {
      ms += minutes * 60_000
    },
  }
}
