import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, type Member, members, published, readManifest, root } from '../workspace.ts'
import type { Check } from './check.ts'

/** What every published package.json says, and how it must say it. */
const RULES: readonly (readonly [rule: string, holds: (manifest: Manifest) => boolean])[] = [
  ['name is @sess/…', ({ name }) => /^@sess\/[a-z-]+$/.test(name)],
  ['version is there', ({ version }) => /^\d+\.\d+\.\d+/.test(version ?? '')],
  [
    'description is a sentence',
    ({ description = '' }) => description.length >= 30 && description.endsWith('.'),
  ],
  ['keywords are there', ({ keywords = [] }) => keywords.length >= 3],
  ['license is MIT', ({ license }) => license === 'MIT'],
  ['type is module', ({ type }) => type === 'module'],
  ['sideEffects is false', ({ sideEffects }) => sideEffects === false],
  ['engines.node is there', ({ engines }) => /^>=\d/.test(engines?.node ?? '')],
  ['exports ./package.json', (manifest) => manifest.exports?.['./package.json'] === './package.json'],
  [
    'files are dist, src, README.md, LICENSE',
    ({ files = [] }) => ['dist', 'src', 'README.md', 'LICENSE'].every((name) => files.includes(name)),
  ],
  ['scripts build and types are there', ({ scripts }) => Boolean(scripts?.build && scripts.types)],
]

/** Where the code lies, if the project says so: at its root, and in each package with its folder. */
export function repositoryProblems(
  { path, manifest }: Pick<Member, 'path' | 'manifest'>,
  project: Manifest['repository'],
): string[] {
  const expected = project && { ...project, directory: path }
  const same = JSON.stringify(manifest.repository) === JSON.stringify(expected)
  return same
    ? []
    : [`${path}: repository must be ${JSON.stringify(expected) ?? 'left out'}, like the root's`]
}

/** No published code runs when it is installed. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

export function metadataProblems({ path, manifest }: Pick<Member, 'path' | 'manifest'>): string[] {
  const broken = RULES.filter(([, holds]) => !holds(manifest)).map(
    ([rule]) => `${path}: ${rule}, does not hold`,
  )
  const scripts = INSTALL_SCRIPTS.filter((name) => manifest.scripts?.[name] !== undefined)
  return [...broken, ...scripts.map((name) => `${path}: must not have a script ${name}`)]
}

function fileProblems({ path, folder }: Member): string[] {
  const missing = ['README.md', 'LICENSE'].filter((name) => !existsSync(join(folder, name)))
  const licence = join(folder, 'LICENSE')
  const differs =
    existsSync(licence) && readFileSync(licence, 'utf8') !== readFileSync(join(root, 'LICENSE'), 'utf8')
  return [
    ...missing.map((name) => `${path}: has no ${name}`),
    ...(differs ? [`${path}: its LICENSE is not the root's`] : []),
  ]
}

/** Everything that is not published says so, or it might be. */
const accidental = ({ path, manifest }: Member): string[] =>
  path.startsWith('packages/') || manifest.private === true ? [] : [`${path}: must be private`]

export const metadata: Check = {
  name: 'metadata',
  async run() {
    const packages = published()
    const project = readManifest(root).repository
    return {
      problems: [
        ...packages.flatMap((member) => [
          ...metadataProblems(member),
          ...repositoryProblems(member, project),
          ...fileProblems(member),
        ]),
        ...members().flatMap(accidental),
      ],
      note: `${packages.length} packages`,
    }
  },
}
