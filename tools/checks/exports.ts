import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Entry, entries, type Member, published } from '../workspace.ts'
import type { Check } from './check.ts'

/** Which subpaths a README must name, and which it names though nobody can import them; the path of a file is none. */
export function readmeProblems(name: string, specifiers: readonly string[], readme: string): string[] {
  const mentioned = new Set(
    readme.match(new RegExp(`(?<!node_modules/)${name}(?:/[a-z][a-z-]*)*(?![\\w/-])`, 'g')) ?? [],
  )
  const undocumented = specifiers.filter((specifier) => !mentioned.has(specifier))
  const invented = [...mentioned].filter((specifier) => specifier !== name && !specifiers.includes(specifier))
  return [
    ...undocumented.map((specifier) => `the README does not say what ${specifier} is for`),
    ...invented.map((specifier) => `the README names ${specifier}, which is not exported`),
  ]
}

/** An entry has its source, is built, says its types first, and loads. */
async function entryProblems(
  { folder, manifest }: Member,
  { subpath, types, built, source }: Entry,
): Promise<string[]> {
  const there = (file: string | undefined, what: string) =>
    file === undefined
      ? [`${subpath} has no ${what}`]
      : existsSync(join(folder, file))
        ? []
        : [`${file} is missing`]
  const problems = [...there(source, 'source'), ...there(built, 'default'), ...there(types, 'types')]
  const target = manifest.exports?.[subpath]
  if (typeof target === 'object' && Object.keys(target).join() !== 'types,default')
    problems.push(`${subpath} must have "types", then "default", and nothing else`)
  if (built !== types?.replace(/\.d\.ts$/, '.js')) problems.push(`${subpath} has the types of another file`)
  if (problems.length > 0 || built === undefined) return problems
  try {
    const loaded = await import(pathToFileURL(join(folder, built)).href)
    const onlyTypes = !/^(?:export|import) /m.test(readFileSync(join(folder, built), 'utf8'))
    return Object.keys(loaded).length > 0 || onlyTypes ? [] : [`${subpath} exports nothing`]
  } catch (error) {
    return [`${subpath} does not load: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** What is built but cannot be imported: the bundler's shared chunks are named `chunk-…` or by their content's hash. */
function unreachable({ folder, manifest }: Member, all: readonly Entry[]): string[] {
  const dist = join(folder, 'dist')
  if (!existsSync(dist)) return []
  const reachable = new Set(all.map(({ built }) => built))
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !/(?:^|\/)[\w.-]+-[A-Z0-9]{8}\.js$/.test(file))
    .map((file) => `./dist/${file}`)
    .filter((file) => !reachable.has(file))
    .map((file) => `${file} is built but not in the exports of ${manifest.name}`)
}

async function packageProblems(member: Member): Promise<string[]> {
  const all = entries(member)
  const file = join(member.folder, 'README.md')
  const readme = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const specifiers = all.map(({ specifier }) => specifier)
  const problems = [
    ...(await Promise.all(all.map((entry) => entryProblems(member, entry)))).flat(),
    ...unreachable(member, all),
    ...readmeProblems(member.name, specifiers, readme),
  ]
  return problems.map((problem) => `${member.path}: ${problem}`)
}

export const exportsCheck: Check = {
  name: 'exports',
  async run() {
    const packages = published()
    const count = packages.flatMap(entries).length
    return { problems: (await Promise.all(packages.map(packageProblems))).flat(), note: `${count} entries` }
  },
}
