/** Comparing and showing values, without a dependency on any runtime's own assertions. */

export interface Difference {
  /** Where the two part: `.current.revision`, or nothing for the whole. */
  readonly path: string
  readonly expected: unknown
  readonly came: unknown
}

/** The first difference of two plain values, or `null`. A field that is `undefined` counts as absent. */
export function difference(expected: unknown, came: unknown, path = ''): Difference | null {
  if (Object.is(expected, came)) return null
  const other = { path, expected, came }
  if (typeof expected !== 'object' || typeof came !== 'object' || expected === null || came === null)
    return other
  if (Array.isArray(expected) !== Array.isArray(came)) return other
  if (Array.isArray(expected) && Array.isArray(came) && expected.length !== came.length) {
    return { path: `${path}.length`, expected: expected.length, came: came.length }
  }
  const fields = expected as Record<string, unknown>
  const given = came as Record<string, unknown>
  for (const key of new Set([...Object.keys(fields), ...Object.keys(given)])) {
    const found = difference(
      fields[key],
      given[key],
      `${path}${Array.isArray(came) ? `[${key}]` : `.${key}`}`,
    )
    if (found !== null) return found
  }
  return null
}

const LONGEST_SHOWN = 600

/** A value for people, cut where it gets long. */
export function show(value: unknown): string {
  const text = value instanceof Error ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)`
}
