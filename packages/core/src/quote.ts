/** A value as somebody wrote it, for a message: never a failure of its own, whatever it is. */
export function quote(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return typeof value === 'bigint' ? `${value}n` : Object.prototype.toString.call(value)
  }
}
