import { FOR_RANDOM } from 'demo-shared'
import { start } from '../../src/start.ts'

export interface RunningDemo {
  /** As a browser would open it. */
  readonly url: string
  close(): Promise<void>
}

/** The demo itself on a free port, with times that a test can wait for. */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<RunningDemo> {
  const { port, close } = await start(
    { PORT: '0', DEMO_RENEWAL: '2s', DEMO_OVERLAP: '500ms', ...env },
    FOR_RANDOM,
  )
  return { url: `http://localhost:${port}`, close }
}
