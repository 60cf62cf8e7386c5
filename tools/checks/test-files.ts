import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Member, members } from '../workspace.ts'
import type { Check } from './check.ts'
import { trackedFiles } from './files.ts'

/** No test lies where the test command does not look. */
export function strayTests(paths: readonly string[], all: readonly Pick<Member, 'path'>[]): string[] {
  return paths
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => !all.some((member) => path.startsWith(`${member.path}/test/`)))
    .map((path) => `${path} is not in the test/ folder of a package: nobody runs it`)
}

export const testFiles: Check = {
  name: 'test-files',
  async run() {
    const all = members()
    const paths = await trackedFiles()
    const unconfigured = all.filter(
      ({ path, folder }) =>
        paths.some((file) => file.startsWith(`${path}/test/`)) &&
        !existsSync(join(folder, 'vitest.config.ts')),
    )
    return {
      problems: [
        ...strayTests(paths, all),
        ...unconfigured.map(({ path }) => `${path} has tests and no vitest.config.ts: nobody runs them`),
      ],
    }
  },
}
