import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root: string = join(import.meta.dirname, '..')

/** The parts of a package.json that the tools look at. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly license?: string
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly type?: string
  readonly sideEffects?: unknown
  readonly engines?: { readonly node?: string }
  readonly exports?: Readonly<Record<string, string | { readonly types?: string; readonly default?: string }>>
  readonly files?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** A folder of the workspace that has a package.json. */
export interface Member {
  readonly name: string
  /** Relative to the root, for example `packages/core`. */
  readonly path: string
  readonly folder: string
  readonly manifest: Manifest
}

const PARENTS = ['packages', 'apps', 'tools', 'templates']

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Everything in the workspace but the root itself; a folder without a package.json is not there yet. */
export function members(): Member[] {
  const nested = PARENTS.filter((parent) => existsSync(join(root, parent))).flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  )
  return [...nested, 'benches']
    .filter((path) => existsSync(join(root, path, 'package.json')))
    .map((path) => {
      const folder = join(root, path)
      const manifest = readManifest(folder)
      return { name: manifest.name, path, folder, manifest }
    })
}

/** What is published: everything under packages/ that is not private. */
export function published(): Member[] {
  return members().filter(({ path, manifest }) => path.startsWith('packages/') && manifest.private !== true)
}

export interface Entry {
  /** As in `exports`: `.` or `./memory`. */
  readonly subpath: string
  /** As people import it: `@sess/core/memory`. */
  readonly specifier: string
  readonly types: string | undefined
  readonly built: string | undefined
  /** The source that the built file comes from, by the one rule that `dist/x.js` is built from `src/x.ts`. */
  readonly source: string | undefined
}

/** The code entries of a package's `exports`; plain files such as `./package.json` are none. */
export function entries({ name, manifest }: Pick<Member, 'name' | 'manifest'>): Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const specifier = name + subpath.slice(1)
    if (typeof target === 'string') {
      const source = target.endsWith('.ts') ? target : undefined
      return source ? [{ subpath, specifier, types: undefined, built: undefined, source }] : []
    }
    const built = target.default
    const source = built?.replace(/^\.\/dist\//, './src/').replace(/\.js$/, '.ts')
    return [{ subpath, specifier, types: target.types, built, source }]
  })
}
