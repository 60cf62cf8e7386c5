import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Manifest, published, readManifest } from '../workspace.ts'
import type { Check } from './check.ts'

/** Licences under which an app may use a dependency without asking anybody. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'])

/** The folder of a dependency as seen from a package; `exports` may hide its package.json, so folders are searched. */
function folderOf(name: string, from: string): string {
  const places = createRequire(join(realpathSync(from), 'package.json')).resolve.paths(name) ?? []
  const found = places
    .map((place) => join(place, name))
    .find((folder) => existsSync(join(folder, 'package.json')))
  if (!found) throw new Error(`${name}, a dependency of ${from}, is not installed.`)
  return found
}

export function licenceProblem({ name, license = 'none' }: Pick<Manifest, 'name' | 'license'>): string[] {
  const choices = license.replace(/[()]/g, '').split(' OR ')
  return choices.some((choice) => ALLOWED.has(choice)) ? [] : [`${name} has the licence ${license}`]
}

/** Everything that comes along when somebody installs our packages (peers are the app's own choice). */
function shipped(): Map<string, Manifest> {
  const found = new Map<string, Manifest>()
  const visit = (folder: string, manifest: Manifest): void => {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const dependency = folderOf(name, folder)
      const own = readManifest(dependency)
      const key = `${name}@${own.version}`
      if (found.has(key) || dirname(name) === '@sess') continue
      found.set(key, own)
      visit(dependency, own)
    }
  }
  for (const { folder, manifest } of published()) visit(folder, manifest)
  return found
}

export const licences: Check = {
  name: 'licences',
  async run() {
    const found = shipped()
    return {
      problems: [...found.values()].flatMap(licenceProblem),
      note: [...found.keys()].sort().join(', '),
    }
  },
}
