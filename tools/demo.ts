import { spawn } from 'node:child_process'
import { DEMOS, mainOf } from './demos.ts'
import { build, environment } from './run.ts'

/** Builds what a demo stands on and starts it: `node tools/demo.ts hono`. The app itself prints the one line with its address. */
const [name = 'express'] = process.argv.slice(2)
if (!DEMOS.includes(name)) {
  console.error(`No demo is called ${name}. There are: ${DEMOS.join(', ')}.`)
  process.exit(1)
}

const { REDIS_URL, DATABASE_URL } = process.env
// The one on Next has a database unless it is told otherwise.
const onDatabase = DATABASE_URL || (name === 'next' && !REDIS_URL)
const stores = [...(REDIS_URL ? ['@sess/redis'] : []), ...(onDatabase ? ['@sess/prisma'] : [])]
if (!(await build(`@sess/${name}`, ...stores))) process.exit(1)

// Started from here, so that the paths in its environment mean what they say.
const app = spawn(process.execPath, [mainOf(name)], { env: environment(), stdio: 'inherit' })
app.on('exit', (code) => process.exit(code ?? 0))
app.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
// Ctrl-C reaches the app by itself; whoever stops this process by its id means the app as well.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => app.kill('SIGTERM'))
