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

interface Wanted {
  readonly provider: 'postgresql' | 'mysql' | 'sqlite'
  readonly models: string
}

const SHIPPED: Record<Wanted['provider'], Wanted> = {
  postgresql: { provider: 'postgresql', models },
  mysql: { provider: 'mysql', models: mysqlModels },
  sqlite: { provider: 'sqlite', models },
}

/** Where which clients go: Prisma is looked up from the folder above. */
const CLIENTS: readonly (readonly [folder: string, wanted: Readonly<Record<string, Wanted>>])[] = [
  [
    join(here, '../generated'),
    {
      ...SHIPPED,
      'postgresql-later': { provider: 'postgresql', models: later(models) },
      'sqlite-renamed': { provider: 'sqlite', models: renamed(models) },
    },
  ],
  [join(here, '../../../../tools/prisma6/generated'), SHIPPED],
]

export default async function generate(): Promise<void> {
  for (const [folder, wanted] of CLIENTS)
    await Promise.all(Object.entries(wanted).map(([name, one]) => generateOne(join(folder, name), one)))
}

async function generateOne(folder: string, wanted: Wanted): Promise<void> {
  const require = createRequire(join(folder, '../../package.json'))
  const cli = require.resolve('prisma/build/index.js')
  const { version } = require('prisma/package.json')
  const text = schemaFor(wanted, version)
  const print = createHash('sha256').update(text).update(version).digest('hex')
  const note = join(folder, 'made-of')
  if (existsSync(note) && readFileSync(note, 'utf8') === print) return

  // In a folder of its own until it is complete, so that nobody meets half a client.
  const making = `${folder}.${process.pid}`
  mkdirSync(making, { recursive: true })
  writeFileSync(join(making, 'schema.prisma'), text)
  const env = {
    ...process.env,
    // `generate` looks for engines that it has no use for, and would download them.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  const args = [cli, 'generate', '--schema', join(making, 'schema.prisma')]
  await promisify(execFile)(process.execPath, args, { env, cwd: dirname(cli) })
  writeFileSync(join(making, 'made-of'), print)
  rmSync(folder, { recursive: true, force: true })
  renameSync(making, folder)
}

function schemaFor({ provider, models }: Wanted, version: string): string {
  const old = version.startsWith('6.')
  const datasource = [`provider = "${provider}"`, ...(old ? ['url = "unused"'] : [])]
  const client = ['provider = "prisma-client"', 'output = "./client"', 'importFileExtension = "ts"']
  const block = (head: string, lines: readonly string[]) => `${head} {\n  ${lines.join('\n  ')}\n}\n`
  return [
    block('datasource db', datasource),
    block('generator client', old ? [...client, 'engineType = "client"'] : client),
    APP,
    models,
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) await generate()
