import type { Contender } from './contender.ts'

/** What is taken down of a contender: microseconds per call, and how many calls are under way at once. */
export interface Meter {
  /** `cpu` is the time of this process (user and system), `wall` that of the clock. */
  readonly of: 'cpu' | 'wall'
  readonly atOnce: number
}

/** Microseconds per call, one value a round. */
export interface Measured {
  readonly name: string
  readonly rounds: readonly number[]
}

/**
 * Measures the contenders interleaved, round by round in turns, so that a noisy moment of the machine hits all of them alike.
 */
export async function measure(
  contenders: readonly Contender[],
  meter: Meter,
  rounds: number,
  millisecondsEach: number,
): Promise<Measured[]> {
  const calls = new Map<Contender, number>()
  for (const contender of contenders) {
    calls.set(contender, await callsWithin(contender, meter.atOnce, millisecondsEach))
  }
  const results = contenders.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const at = (round + i) % contenders.length
      const contender = contenders[at] as Contender
      results[at]?.push(await perCall(contender, calls.get(contender) as number, meter))
    }
    process.stderr.write('.')
  }
  process.stderr.write('\n')
  return contenders.map(({ name }, i) => ({ name, rounds: results[i] as number[] }))
}

/** What a process that serves people has long behind it: engines compile in the background what was called often. */
const WARM = 20_000

/** Warms up, and finds how many calls fill the time. */
async function callsWithin(contender: Contender, atOnce: number, ms: number): Promise<number> {
  const until = performance.now() + 20 * ms
  for (let done = 0; done < WARM && performance.now() < until; done += 64 * 16)
    await run(contender, 64 * 16, 64)
  let calls = 16 * atOnce
  for (;;) {
    const start = performance.now()
    await run(contender, calls, atOnce)
    if (performance.now() - start >= ms / 2) return calls * 2
    calls *= 2
  }
}

async function perCall(contender: Contender, calls: number, { of, atOnce }: Meter): Promise<number> {
  const started = performance.now()
  const before = process.cpuUsage()
  await run(contender, calls, atOnce)
  const { user, system } = process.cpuUsage(before)
  return (of === 'cpu' ? user + system : (performance.now() - started) * 1000) / calls
}

async function run(contender: Contender, calls: number, atOnce: number): Promise<void> {
  let left = calls
  const one = async () => {
    while (left-- > 0) await contender.run()
  }
  await Promise.all(Array.from({ length: atOnce }, one))
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
