import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Provider } from '@sess/prisma'

const home = dirname(createRequire(import.meta.url).resolve('@sess/prisma/package.json'))
const shipped = (file: string) => readFileSync(join(home, file), 'utf8')

/** The models that @sess/prisma asks an app to copy into its schema. */
export const sessModels = (provider: Provider): string =>
  shipped(provider === 'mysql' ? 'schema/session.mysql.prisma' : 'schema/session.prisma')

/** The statements that make their tables. */
export const sessTables = (provider: Provider): string[] =>
  shipped(`sql/${provider}.sql`)
    .split(/;\n/)
    .filter((statement) => statement.trim() !== '')
