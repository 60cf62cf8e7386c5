import { join } from 'node:path'
import { build, run } from './run.ts'
import { members } from './workspace.ts'

/** Builds, then measures. Arguments name benches: `pnpm bench open-session`. */
const benches = members().find(({ path }) => path === 'benches')
if (!benches) throw new Error('There is no benches/ to run.')

if (!(await build('@sess/benches^...'))) process.exit(1)
const { ok } = await run('pnpm', ['--silent', 'run', 'bench', ...process.argv.slice(2)], {
  cwd: benches.folder,
})
// The results are files of the project, and look like all others.
await run('biome', ['format', '--write', join(benches.path, 'results')], { quiet: true })
process.exitCode = ok ? 0 : 1
