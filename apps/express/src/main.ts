import { start } from './start.ts'

try {
  const { port, store, close } = await start(process.env)
  console.log(`The demo is at http://localhost:${port} (sessions: ${store})`)
  const stop = () => void close()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
