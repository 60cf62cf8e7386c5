import type { Demo } from 'demo-shared/app'
import { shared } from './shared'

/** The demo, once it runs: while the pages are built there is none. */
export function demo(): Demo {
  if (shared.demo === undefined)
    throw new Error('No demo runs in this process: start it with pnpm demo:next.')
  return shared.demo
}

/** How the demo reaches itself. */
export const self = () => ({ url: `http://127.0.0.1:${shared.port}` })
