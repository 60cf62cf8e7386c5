import { runDemo } from 'demo-shared/node'
import { createApp } from './app.ts'

await runDemo({ framework: 'Express', listener: createApp })
