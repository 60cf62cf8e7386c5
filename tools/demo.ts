import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, environment } from './run.ts'
import { root } from './workspace.ts'

/** Builds what the demo stands on and starts it. The app itself prints the one line with its address. */
const folder = join(root, 'apps/express')
if (!existsSync(join(folder, 'package.json'))) throw new Error('There is no apps/express to start.')

const { REDIS_URL, DATABASE_URL } = process.env
const stores = [...(REDIS_URL ? ['@sess/redis'] : []), ...(DATABASE_URL ? ['@sess/prisma'] : [])]
if (!(await build('@sess/express', ...stores))) process.exit(1)

// Started from here, so that the paths in its environment mean what they say.
const app = spawn(process.execPath, [join(folder, 'src/main.ts')], { env: environment(), stdio: 'inherit' })
app.on('exit', (code) => process.exit(code ?? 0))
app.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
// Ctrl-C reaches the app by itself; whoever stops this process by its id means the app as well.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => app.kill('SIGTERM'))
