#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from './index.ts'

/** The command `sess`. Importing it does nothing. */
const [, started] = process.argv
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2), {
    environment: process.env,
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
    now: Date.now,
  })
}

export { main }
