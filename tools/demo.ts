import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, environment } from './run.ts'
import { readManifest, root } from './workspace.ts'

/** Builds what the demo stands on and starts it. The app itself prints the one line with its address. */
const folder = join(root, 'apps/express')
if (!existsSync(join(folder, 'package.json'))) throw new Error('There is no apps/express to start.')

if (!(await build(`${readManifest(folder).name}...`))) process.exit(1)

const app = spawn('pnpm', ['--silent', 'run', 'start'], { cwd: folder, env: environment(), stdio: 'inherit' })
app.on('exit', (code) => process.exit(code ?? 0))
app.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
// Ctrl-C reaches the app by itself; whoever stops this process by its id means the app as well.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => app.kill('SIGTERM'))
