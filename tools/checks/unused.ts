import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../run.ts'
import { entries, type Member, members } from '../workspace.ts'
import type { Check } from './check.ts'

/** Programs and packages that are found by their path, or by generated code, which no import shows; and what the pages' examples import. */
const FOUND_BY_PATH: Readonly<Record<string, readonly string[]>> = {
  'packages/core': ['bun', 'deno', 'workerd'],
  'packages/next': ['next15'],
  'packages/prisma': ['@prisma/client'],
  'tools/prisma-client': ['@sess/prisma'],
  'tools/prisma6': ['@prisma/client', 'prisma'],
  'tools/checks': ['@arethetypeswrong/cli', 'publint', 'knip', 'express', '@types/express'],
}

/** Where knip starts: what people import, what scripts and the test runner start. */
function workspace(member: Member): object {
  const { manifest, path } = member
  const sources = entries(member).flatMap(({ source }) => (source ? [source.slice(2)] : []))
  const started = Object.values(manifest.scripts ?? {}).flatMap(
    (script) => script.match(/[\w./-]+\.ts\b/g) ?? [],
  )
  return {
    entry: [
      ...sources,
      ...started,
      ...[
        '*.config.ts',
        'test/**/*.test.ts',
        'test/**/on-*.ts',
        // An app of Next's: its files are found by where they lie.
        'test/app/**/*.{ts,tsx}',
        '{types-test,test/types}/**/*.ts',
        'src/**/*.bench.ts',
      ],
      ...(path === 'tools/checks' ? ['run.ts'] : path === 'tools/testing' ? ['run.ts', 'reporter.ts'] : []),
    ],
    project: ['**/*.ts'],
    ignoreDependencies: FOUND_BY_PATH[path] ?? [],
  }
}

/** Made from the package.json files, so that it need not be kept in step with them. */
function knipConfig(all: readonly Member[]): object {
  return {
    vitest: false,
    changesets: false,
    tsup: false,
    ignoreExportsUsedInFile: { interface: true, type: true },
    ignore: ['**/test/fixture/**', '**/dist/**'],
    workspaces: {
      '.': {
        entry: ['tools/*.ts', '*.ts'],
        project: ['*.ts', 'tools/*.ts'],
        ignoreDependencies: ['@changesets/cli', '@biomejs/biome', 'turbo'],
      },
      ...Object.fromEntries(all.map((member) => [member.path, workspace(member)])),
    },
  }
}

/** Files, exports and dependencies that nothing uses. */
export const unused: Check = {
  name: 'unused',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'sess-unused-'))
    try {
      const file = join(folder, 'knip.json')
      writeFileSync(file, JSON.stringify(knipConfig(members())))
      const knip = join(import.meta.dirname, 'node_modules/.bin/knip')
      const { ok, output } = await run(knip, ['--no-progress', '--no-config-hints', '--config', file], {
        quiet: true,
      })
      return { problems: ok ? [] : [output] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
