import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs the benches whose names are given, or all of them, each in a process of its own. */
const BENCHES = [
  'open-session',
  'open-session-redis',
  'open-session-prisma',
  'many-rows',
  'many-sessions',
  'verify-token',
]

const named = process.argv.slice(2)
const unknown = named.filter((name) => !BENCHES.includes(name))
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${BENCHES.join(', ')}.`)
  process.exit(1)
}
for (const name of named.length > 0 ? named : BENCHES) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
