import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { Contender } from './contender.ts'
import { type Measured, type Meter, measure, median, ratio } from './measure.ts'

/** One way to measure the contenders, and what their figures are compared for. */
export interface Case {
  readonly what: string
  readonly meter: Meter
  /** From contenders, by their order: `[0, 1]` is the first one's figure divided by the second one's. */
  readonly comparisons: readonly { of: string; ratio: readonly [number, number]; aim: string }[]
}

const FOLDER = join(import.meta.dirname, '..', 'results')

/** Measures, prints and writes `results/<name>.json`: every round, and how busy the machine was. */
export async function bench(
  name: string,
  title: string,
  contenders: readonly Contender[],
  cases: readonly Case[],
  millisecondsEach = 150,
  usualRounds = 15,
): Promise<void> {
  const wanted = Number(process.env.SESS_BENCH_ROUNDS ?? usualRounds)
  console.log(`${title}\n`)
  const load = { before: loadavg()[0], after: 0 }
  const measured = []
  for (const { what, meter, comparisons } of cases) {
    console.log(`${what}: microseconds of ${meter.of} per request`)
    const results = await measure(contenders, meter, wanted, millisecondsEach)
    const compared = comparisons.map(({ of, ratio: [a, b], aim }) => {
      return { of, aim, ...ratio(results[a] as Measured, results[b] as Measured) }
    })
    print(results, compared)
    measured.push({ what, meter, results, comparisons: compared })
  }
  load.after = loadavg()[0] as number
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, load }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify({ machine, cases: measured }, null, 2)}\n`)
}

function print(
  results: readonly Measured[],
  comparisons: readonly { of: string; aim: string; median: number; min: number; max: number }[],
): void {
  for (const { name, rounds } of results) {
    const spread = `${Math.min(...rounds).toFixed(1)} to ${Math.max(...rounds).toFixed(1)}`
    console.log(`  ${name.padEnd(48)} ${median(rounds).toFixed(1).padStart(8)} µs   (${spread})`)
  }
  for (const { of, aim, median, min, max } of comparisons) {
    const spread = `${min.toFixed(3)} to ${max.toFixed(3)}`
    console.log(`  ${of.padEnd(48)} ${median.toFixed(3).padStart(8)}      (${spread}; aim: ${aim})`)
  }
  console.log('')
}
