import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaBetterSQLite3, PrismaPg } from '@sess/prisma6'
import { startPostgres } from '@sess/servers/postgres'
import { expect, onTestFinished, test } from 'vitest'
import { type PrismaClientLike, prismaStore } from '../src/index.ts'
import { NOW, record } from './helpers/records.ts'
import { openProject } from './setup/project.ts'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

/** A command that the README tells, as it stands there. */
function told(pattern: RegExp): string {
  const [command] = pattern.exec(readme) ?? []
  if (command === undefined) throw new Error(`The README tells nothing like ${pattern}.`)
  return command
}

type Client = PrismaClientLike & { $disconnect(): Promise<void> }

async function connect(folder: string, adapter: object): Promise<Client> {
  const { PrismaClient } = await import(pathToFileURL(join(folder, 'generated/client.ts')).href)
  return new PrismaClient({ adapter })
}

async function works(client: Client): Promise<void> {
  const session = record()
  expect(await prismaStore(client).create(session, NOW)).toMatchObject({ outcome: 'created' })
  expect(await prismaStore(client).read(session.id)).toEqual(session)
  await client.$disconnect()
}

const APPEND = /^cat node_modules\/@sess\/prisma\/schema\/session\.prisma >> prisma\/schema\.prisma$/m

test('two commands add the sessions to an existing project: the models, then `db push`', async () => {
  const { folder, run, close } = openProject({
    provider: 'sqlite',
    from: '@prisma/adapter-better-sqlite3',
    named: 'PrismaBetterSQLite3',
    made: "PrismaBetterSQLite3({ url: 'file:./app.db' })",
  })
  onTestFinished(close)
  await run(told(APPEND))
  await run(told(/npx prisma db push/))
  await works(await connect(folder, new PrismaBetterSQLite3({ url: `file:${join(folder, 'app.db')}` })))
  const made = await run(
    'npx prisma migrate diff --from-empty --to-schema-datamodel prisma/schema.prisma --script',
  )
  expect(made, 'the plain SQL is what Prisma makes of the models').toContain(plainSql('sqlite'))
})

test('the same with the plain SQL, on PostgreSQL', async () => {
  const server = await startPostgres()
  onTestFinished(() => server.stop())
  const { folder, run, close } = openProject({
    provider: 'postgresql',
    from: '@prisma/adapter-pg',
    named: 'PrismaPg',
    made: `PrismaPg({ connectionString: '${server.url}' })`,
  })
  onTestFinished(close)
  await run(told(APPEND))
  await run(`${told(/npx prisma db execute --file \S+\/postgresql\.sql/)} --schema prisma/schema.prisma`)
  await run('npx prisma generate')
  await works(await connect(folder, new PrismaPg({ connectionString: server.url })))
  const made = await run(
    'npx prisma migrate diff --from-empty --to-schema-datamodel prisma/schema.prisma --script',
  )
  expect(made, 'the plain SQL is what Prisma makes of the models').toContain(plainSql('postgresql'))
})

/** Without the comment at its head. */
const plainSql = (provider: string): string =>
  readFileSync(join(import.meta.dirname, `../sql/${provider}.sql`), 'utf8')
    .replace(/^--.*\n\n/, '')
    .trim()
