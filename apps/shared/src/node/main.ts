import { type NodeDemo, startDemo } from './start.ts'

/** The whole of a demo's process: it prints one line with its address, and ends when it is told to. */
export async function runDemo(demo: NodeDemo): Promise<void> {
  try {
    const { port, store, close } = await startDemo(demo, process.env)
    console.log(`The demo is at http://localhost:${port} (sessions: ${store})`)
    const stop = () => void close()
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
