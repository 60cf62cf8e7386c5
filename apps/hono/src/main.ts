import { runDemo } from 'demo-shared/node'
import { createListener } from './on-node.ts'

await runDemo({ framework: 'Hono', listener: createListener })
