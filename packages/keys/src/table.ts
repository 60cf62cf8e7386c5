import type { KeyInfo } from '@sess/core/tokens'

const when = (time: number | null): string =>
  time === null ? '–' : new Date(time).toISOString().slice(0, 16)

/** Keys as lines for people: public facts only. */
export function table(keys: readonly KeyInfo[]): string {
  const rows = [
    ['kid', 'alg', 'state', 'signs from', 'signs until', 'gone'],
    ...keys.map((key) => [
      key.kid,
      key.alg,
      key.signs ? key.state : `${key.state} (public)`,
      when(key.activeFrom),
      when(key.retiresAt),
      when(key.goneAt),
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
