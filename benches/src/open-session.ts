import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { betterAuthMemory } from './contenders/better-auth.ts'
import { byHand } from './contenders/by-hand.ts'
import { sess } from './contenders/sess.ts'
import { type Measured, measure, median, ratio } from './measure.ts'

/** CPU of opening a valid session in memory, in one run against the least that is possible and against a peer. */
const ROUNDS = Number(process.env.SESS_BENCH_ROUNDS ?? 15)

console.log('Opening a valid session, in memory: CPU per request\n')
const results = await measure([await sess(), byHand(), await betterAuthMemory()], ROUNDS, 150)
const [ours, least, peer] = results as [Measured, Measured, Measured]

for (const { name, rounds } of results) {
  const spread = `${Math.min(...rounds).toFixed(1)} to ${Math.max(...rounds).toFixed(1)}`
  console.log(`${name.padEnd(48)} ${median(rounds).toFixed(1).padStart(8)} µs   (${spread})`)
}
const comparisons = [
  { of: 'Sess to by hand', aim: 'below 8', ...ratio(ours, least) },
  { of: 'Sess to Better Auth', aim: 'below 0.05', ...ratio(ours, peer) },
]
console.log('')
for (const { of, aim, median, min, max } of comparisons) {
  console.log(`${of.padEnd(24)} ${median.toFixed(3)}   (${min.toFixed(3)} to ${max.toFixed(3)}; aim: ${aim})`)
}

const folder = join(import.meta.dirname, '..', 'results')
mkdirSync(folder, { recursive: true })
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length }
writeFileSync(
  join(folder, 'open-session.json'),
  `${JSON.stringify({ machine, results, comparisons }, null, 2)}\n`,
)
