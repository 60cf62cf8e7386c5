import { start } from './start.ts'

try {
  const { server, port } = await start(process.env)
  console.log(`The demo is at http://localhost:${port}`)
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
