/** A value inside any text, HTML included: nothing in it needs escaping. */
export const viewText = (value: object): string =>
  `kit:${encodeURIComponent(JSON.stringify(value)).replaceAll("'", '%27')}:kit`

export function readViewText(text: string): Record<string, unknown> | null {
  const found = /kit:([^:]*):kit/.exec(text)
  return found === null ? null : JSON.parse(decodeURIComponent(found[1] ?? ''))
}
