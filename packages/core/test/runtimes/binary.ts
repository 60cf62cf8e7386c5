import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/**
 * The program inside an npm package that brings one per platform, as optional dependencies of which only the fitting one is
 * installed. Taken from there directly, so that no install script needs to run.
 */
export function binaryOf(name: string, file: string): string {
  const manifest = require.resolve(`${name}/package.json`)
  const platforms: Record<string, string> = require(manifest).optionalDependencies
  const resolve = createRequire(manifest).resolve
  for (const platform of Object.keys(platforms)) {
    try {
      return join(dirname(resolve(`${platform}/package.json`)), file)
    } catch {
      // Another platform's.
    }
  }
  throw new Error(`${name} brings no program for this platform (${process.platform} ${process.arch}).`)
}
