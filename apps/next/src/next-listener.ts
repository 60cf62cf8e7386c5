import type { RequestListener } from 'node:http'
import type { Demo } from 'demo-shared/app'
import next from 'next'
import { shared } from './lib/shared.ts'

/** Next's production server in this very process, where its bundles find the demo. */
export async function nextListener(dir: string): Promise<(demo: Demo) => RequestListener> {
  const app = next({ dev: false, dir })
  await chattingAside(() => app.prepare())
  const handle = app.getRequestHandler()
  return (demo) => {
    shared.demo = demo
    return (req, res) => {
      shared.port ??= req.socket.localPort
      void handle(req, res)
    }
  }
}

/** The one line that the demo prints is its own: what Next says while it starts goes beside it. */
async function chattingAside(run: () => Promise<void>): Promise<void> {
  const { log } = console
  console.log = console.error
  try {
    await run()
  } finally {
    console.log = log
  }
}
