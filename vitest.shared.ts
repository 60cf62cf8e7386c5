import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { TestProjectInlineConfiguration, UserWorkspaceConfig, ViteUserConfig } from 'vitest/config'
import { entries, published, readManifest } from './tools/workspace.ts'

type TestOptions = NonNullable<UserWorkspaceConfig['test']>

/** Files that start servers or browsers: they run one at a time, after everything else. */
const HEAVY = ['test/**/*.heavy.test.ts', 'test/browser/**/*.test.ts']

/** Every `@sess/*` import leads to the source, so that no test depends on a build. */
const sources = published().flatMap((member) =>
  entries(member).flatMap(({ specifier, source }) =>
    source ? [{ find: new RegExp(`^${specifier}$`), replacement: join(member.folder, source) }] : [],
  ),
)

/**
 * The vitest configuration of one package, which is all that its `vitest.config.ts` says:
 *
 *     export default packageTests(import.meta.dirname)
 *
 * `options` are vitest's own, for both kinds of tests.
 */
export function packageTests(
  folder: string,
  options: TestOptions = {},
): ViteUserConfig & { test: { projects: TestProjectInlineConfiguration[] } } {
  const { name } = readManifest(folder)
  // Patient on purpose: a busy machine is slow, not wrong.
  const patience = { testTimeout: 60_000, hookTimeout: 60_000 }
  const common = { environment: 'node', pool: 'forks', ...patience, ...options } satisfies TestOptions
  const project = (test: TestOptions): TestProjectInlineConfiguration => ({
    root: folder,
    resolve: { alias: sources },
    test: { ...common, ...test },
  })
  return {
    test: {
      passWithNoTests: true,
      projects: [
        project({
          name,
          include: ['test/**/*.test.ts'],
          exclude: HEAVY,
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { ...common.sequence, groupOrder: 0 },
        }),
        project({
          name: `${name} (heavy)`,
          include: HEAVY,
          maxWorkers: 1,
          sequence: { ...common.sequence, groupOrder: 1 },
        }),
      ],
    },
  }
}
