import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Provider } from '@sess/prisma'

/** A generated client is known only when it is there, so its type is the caller's business. */
export type ClientClass = new (options: {
  readonly adapter: object
  readonly log?: readonly object[]
}) => object

/**
 * Generates a Prisma Client for programs that must run right after a clone; an app runs `prisma generate` when it is built. One
 * that is there and made of the same models is taken as it is.
 *
 * `folder` is one that git ignores, in the package that depends on `@prisma/client`.
 */
export async function generatedClient(
  provider: Provider,
  models: string,
  folder: string,
): Promise<ClientClass> {
  const require = createRequire(import.meta.url)
  const { version } = require('prisma/package.json')
  const schema =
    `datasource db {\n  provider = "${provider}"\n}\n\n` +
    'generator client {\n  provider            = "prisma-client"\n  output              = "./client"\n' +
    `  importFileExtension = "ts"\n}\n\n${models}`
  const print = createHash('sha256').update(schema).update(version).digest('hex').slice(0, 16)
  const home = join(folder, `${provider}-${print}`)
  if (!existsSync(home)) await generate(schema, home, require.resolve('prisma/build/index.js'))
  const { PrismaClient } = await import(pathToFileURL(join(home, 'client/client.ts')).href)
  return PrismaClient
}

/** In a folder of its own until it is complete, so that nobody meets half a client. */
async function generate(schema: string, home: string, cli: string): Promise<void> {
  mkdirSync(dirname(home), { recursive: true })
  // Not named after the process: two callers in one process would share it.
  const making = mkdtempSync(`${home}.`)
  try {
    writeFileSync(join(making, 'schema.prisma'), schema)
    const env = {
      ...process.env,
      // `generate` looks for an engine that it has no use for, and would download it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    const args = [cli, 'generate', '--schema', join(making, 'schema.prisma')]
    await promisify(execFile)(process.execPath, args, { env, cwd: dirname(cli) })
    renameSync(making, home)
  } catch (error) {
    // Whoever was quicker made the same.
    if (!existsSync(home)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
