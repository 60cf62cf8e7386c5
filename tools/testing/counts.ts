export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The last line of a run, the same whatever ran: people and programs look for it. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
