import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Makes the Prisma Clients that the tests use, from the schema that the package ships; those that are there and fit stay.
 * Vitest runs it before the tests, and the type check as a program.
 */

const here = import.meta.dirname
const shipped = (name: string) => readFileSync(join(here, '../../schema', name), 'utf8')
const models = shipped('session.prisma')
const mysqlModels = shipped('session.mysql.prisma')

/** The app's own table, which stands beside those of the sessions. */
const APP = 'model Account {\n  id   String @id\n  name String\n}\n'

/** A migration later: one more column, which older code knows nothing of. */
const later = (schema: string) =>
  schema.replace('@@index([owner, endedAt', 'note String?\n\n  @@index([owner, endedAt')

/** An app that has other names for everything. */
const renamed = (schema: string) =>
  schema
    .replace(/model Session/g, 'model Auth')
    .replace(/^ {2}(\w+)( +)(String|BigInt)/gm, (_, name, space, type) => `  the_${name}${space}${type}`)
    .replace(/@@index\(\[(.*)\]\)/g, (_, names: string) => `@@index([${names.replace(/\w+/g, 'the_$&')}])`)
    .replace(/^ {2}(the_(\w+).*)$/gm, '  $1 @map("$2")')

export const CLIENTS = {
  postgresql: { provider: 'postgresql', schema: models },
  mysql: { provider: 'mysql', schema: mysqlModels },
  sqlite: { provider: 'sqlite', schema: models },
  'postgresql-later': { provider: 'postgresql', schema: later(models) },
  'mysql-later': { provider: 'mysql', schema: later(mysqlModels) },
  'sqlite-renamed': { provider: 'sqlite', schema: renamed(models) },
} as const

const generated = join(here, '../generated')

export default async function generate(): Promise<void> {
  await Promise.all(Object.keys(CLIENTS).map((name) => generateOne(name as keyof typeof CLIENTS)))
}

async function generateOne(name: keyof typeof CLIENTS): Promise<void> {
  const { provider, schema } = CLIENTS[name]
  const require = createRequire(import.meta.url)
  const cli = require.resolve('prisma/build/index.js')
  const { version } = require('prisma/package.json')
  const folder = join(generated, name)
  const text = [
    `datasource db {\n  provider = "${provider}"\n}\n`,
    'generator client {\n  provider            = "prisma-client"\n  output              = "./client"\n' +
      '  importFileExtension = "ts"\n}\n',
    APP,
    schema,
  ].join('\n')
  const print = createHash('sha256').update(text).update(version).digest('hex')
  const note = join(folder, 'made-of')
  if (existsSync(note) && readFileSync(note, 'utf8') === print) return

  // In a folder of its own until it is complete, so that nobody meets half a client.
  const making = `${folder}.${process.pid}`
  mkdirSync(making, { recursive: true })
  writeFileSync(join(making, 'schema.prisma'), text)
  const env = {
    ...process.env,
    // `generate` looks for an engine that it has no use for, and would download it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  const args = [cli, 'generate', '--schema', join(making, 'schema.prisma')]
  await promisify(execFile)(process.execPath, args, { env, cwd: dirname(cli) })
  writeFileSync(join(making, 'made-of'), print)
  rmSync(folder, { recursive: true, force: true })
  renameSync(making, folder)
}

if (process.argv[1] === import.meta.filename) await generate()
