import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'
import { members } from './tools/workspace.ts'

/** The projects of a package: what its own configuration lists, or that configuration itself. */
async function projectsOf(folder: string) {
  const file = join(folder, 'vitest.config.ts')
  if (!existsSync(file)) return []
  const { default: config } = await import(pathToFileURL(file).href)
  return config.test?.projects ?? [file]
}

const projects = (await Promise.all(members().map(({ folder }) => projectsOf(folder)))).flat()

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects,
    reporters: ['default', './tools/testing/reporter.ts'],
  },
})
