import type { RequestListener } from 'node:http'
import { createApp } from 'demo-express'
import { createListener } from 'demo-hono/node'
import type { Demo } from 'demo-shared/app'

export type Listener = (demo: Demo) => RequestListener

/** Every demo that can be served by the process of a test. */
export const LISTENERS: readonly (readonly [framework: string, listener: Listener])[] = [
  ['Express', createApp],
  ['Hono', createListener],
]
