import type { Contender } from './contender.ts'

/** Microseconds of this process's CPU per call, one value a round. */
export interface Measured {
  readonly name: string
  readonly rounds: readonly number[]
}

/**
 * Measures the contenders interleaved, round by round in turns, so that a noisy moment of the machine hits all of them alike. CPU
 * time of this process (user and system), not wall time.
 */
export async function measure(
  contenders: readonly Contender[],
  rounds: number,
  millisecondsEach: number,
): Promise<Measured[]> {
  const calls = new Map<Contender, number>()
  for (const contender of contenders) calls.set(contender, await callsWithin(contender, millisecondsEach))
  const results = contenders.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const at = (round + i) % contenders.length
      const contender = contenders[at] as Contender
      results[at]?.push(await cpuPerCall(contender, calls.get(contender) as number))
    }
    process.stderr.write('.')
  }
  process.stderr.write('\n')
  return contenders.map(({ name }, i) => ({ name, rounds: results[i] as number[] }))
}

/** Warms up, and finds how many calls fill the time. */
async function callsWithin(contender: Contender, ms: number): Promise<number> {
  let calls = 16
  for (;;) {
    const start = performance.now()
    for (let i = 0; i < calls; i++) await contender.run()
    if (performance.now() - start >= ms / 2) return calls * 2
    calls *= 2
  }
}

async function cpuPerCall(contender: Contender, calls: number): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < calls; i++) await contender.run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** The median of the ratios of each round: what noise did to both sides of a round cancels out. */
export function ratio(a: Measured, b: Measured): { median: number; min: number; max: number } {
  const ratios = a.rounds.map((value, i) => value / (b.rounds[i] as number))
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) }
}
