import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Prisma 6 comes with an engine for the schema that needs no download, for all but MySQL, if the config asks for it. What it makes
 * of a schema is what `migrate` and `db push` of every version make.
 */
const PRISMA_6 = join(import.meta.dirname, '../../../../tools/prisma6/node_modules')
const PACKAGE = join(import.meta.dirname, '../..')

interface Adapter {
  readonly provider: 'postgresql' | 'sqlite'
  /** What the config imports, and the expression that makes an adapter of it. */
  readonly from: string
  readonly named: string
  readonly made: string
}

/** An existing project of somebody's in a folder of its own: Prisma with one model, and this package installed. */
export function openProject({ provider, from, named, made }: Adapter) {
  const folder = mkdtempSync(join(tmpdir(), 'sess-project-'))
  const modules = join(folder, 'node_modules')
  for (const scope of ['@prisma', '@sess']) mkdirSync(join(modules, scope), { recursive: true })
  for (const name of ['prisma', '@prisma/client', from])
    symlinkSync(realpathSync(join(PRISMA_6, name)), join(modules, name))
  symlinkSync(PACKAGE, join(modules, '@sess/prisma'))
  mkdirSync(join(folder, 'prisma'))
  const files = {
    'package.json': '{ "type": "module" }\n',
    'prisma/schema.prisma':
      `datasource db {\n  provider = "${provider}"\n  url      = "unused"\n}\n\n` +
      'generator client {\n  provider            = "prisma-client"\n  output              = "../generated"\n' +
      '  engineType          = "client"\n  importFileExtension = "ts"\n}\n\n' +
      'model Account {\n  id   String @id\n  name String\n}\n\n',
    'prisma.config.ts':
      `import { ${named} } from '${from}'\nimport { defineConfig } from 'prisma/config'\n\n` +
      `export default defineConfig({\n  schema: 'prisma/schema.prisma',\n  experimental: { adapter: true },\n` +
      `  engine: 'js',\n  adapter: async () => new ${made},\n})\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

  /** Runs a line as a shell in that folder does; `npx prisma` is the one that is installed there. */
  const run = async (line: string): Promise<string> => {
    const cli = join(modules, 'prisma/build/index.js')
    const command = line.replace(/^npx prisma\b/, `"${process.execPath}" "${cli}"`)
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    return (await promisify(execFile)('sh', ['-c', command], { cwd: folder, env })).stdout
  }
  return { folder, run, close: () => rmSync(folder, { recursive: true, force: true }) }
}
