import type { Explored } from './explore.ts'

/** How much was looked at; or which promise broke, with the shortest way there. */
export function told({ scenario, states, transitions, depth, complete, broken }: Explored): string {
  if (broken !== null) return `${scenario}: ${broken.promise}\n  ${broken.trace.join('\n  ')}`
  const reach = complete ? `all that there is, ${depth} steps deep` : `every trace of ${depth} steps`
  return `${scenario}: ${states} states, ${transitions} transitions, ${reach}`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
