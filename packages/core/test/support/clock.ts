export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A clock that stands still until a test moves it. */
export class Clock {
  time = Date.UTC(2030, 0, 1)

  readonly now = (): number => this.time

  forward(ms: number): void {
    this.time += ms
  }
}
