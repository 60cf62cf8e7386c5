import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { type Manifest, type Member, published } from '../workspace.ts'
import type { Check } from './check.ts'
import { sourceFiles, type TextFile } from './files.ts'

const CORE = '@sess/core'

/** `@noble/hashes/hmac.js` → `@noble/hashes`. */
export const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

const importsOf = ({ text }: TextFile): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)

/** What a file of a package's source may not import: arrows point at the core, and every package names what it uses. */
export function importProblems(manifest: Manifest, folder: string, file: TextFile): string[] {
  const wrong = (specifier: string, why: string) => [`${file.path} imports ${specifier}: ${why}`]
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      if (!specifier.endsWith('.ts')) return wrong(specifier, 'relative imports end in .ts')
      const leaves = !join(file.path, '..', specifier).startsWith(join(folder, 'src'))
      return leaves ? wrong(specifier, "it leaves the package's src/") : []
    }
    if (isBuiltin(specifier)) {
      if (manifest.name === CORE)
        return wrong(specifier, 'the core runs everywhere, so it imports nothing of Node')
      return specifier.startsWith('node:') ? [] : wrong(specifier, `write node:${specifier}`)
    }
    const name = packageOf(specifier)
    if (name.startsWith('@sess/') && (manifest.name === CORE || name !== CORE))
      return wrong(
        specifier,
        manifest.name === CORE ? 'the core knows no other package of ours' : 'only the core may be imported',
      )
    if (manifest.name === CORE && name === 'jose' && !file.path.startsWith(join(folder, 'src/tokens')))
      return wrong(specifier, 'only ./tokens pays for it')
    if (manifest.dependencies?.[name] === undefined && manifest.peerDependencies?.[name] === undefined)
      return wrong(specifier, 'package.json names it neither in dependencies nor in peerDependencies')
    return []
  })
}

/** An adapter is given the core and its client; with copies of its own it would be given one and import another. */
export function dependencyProblems({
  name,
  path,
  manifest,
}: Pick<Member, 'name' | 'path' | 'manifest'>): string[] {
  if (name === CORE) return []
  const owned = Object.keys(manifest.dependencies ?? {}).filter((other) => other.startsWith('@sess/'))
  return owned.map((other) => `${path}: ${other} must be a peer dependency, not one of its own`)
}

export const imports: Check = {
  name: 'imports',
  async run() {
    const packages = published()
    return {
      problems: packages.flatMap((member) => [
        ...dependencyProblems(member),
        ...sourceFiles(join(member.folder, 'src')).flatMap((file) =>
          importProblems(member.manifest, member.path, file),
        ),
      ]),
    }
  },
}
