import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runDemo } from 'demo-shared/node'
import { buildPages } from './build-pages.ts'
import { nextListener } from './next-listener.ts'

const folder = join(import.meta.dirname, '..')
// A database of its own, unless the environment names a store: sessions outlive a restart.
if (!process.env.REDIS_URL && !process.env.DATABASE_URL) {
  mkdirSync(join(folder, '.cache'), { recursive: true })
  process.env.DATABASE_URL = `file:${relative('', join(folder, '.cache/demo.db'))}`
}

await buildPages(folder)
await runDemo({ framework: 'Next.js', listener: await nextListener(folder) })
