import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunResult, run } from '../run.ts'
import { entries, type Member, published, root } from '../workspace.ts'
import type { Check, Findings } from './check.ts'

/** A check that is another program's: what it prints matters only when it fails. */
function program(name: string, command: string, ...args: string[]): Check {
  return { name, run: async () => found(await run(command, args, { quiet: true })) }
}

const found = ({ ok, output }: RunResult): Findings => ({ problems: ok ? [] : [output] })

const turbo = (task: string): [string, ...string[]] => [
  'turbo',
  ...['run', task, '--continue', '--ui=stream', '--output-logs=errors-only'],
]

/** Format and lint. */
export const style: Check = program('style', 'biome', 'ci', '--colors=off', '.')

/** Every package, app and tool. */
export const types: Check = program('types', ...turbo('types'))

/** What a package checks about itself, by a script named `check`. */
export const own: Check = program('own', ...turbo('check'))

/** What the registry would get of each package: complete, free of workspace references, and right for every resolver. */
export const packaging: Check = {
  name: 'packaging',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'sess-packaging-'))
    try {
      const all: string[] = []
      for (const member of published()) all.push(...(await packProblems(member, join(folder, member.path))))
      return { problems: all }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function packProblems(member: Member, folder: string): Promise<string[]> {
  const packed = await run('pnpm', ['pack', '--pack-destination', folder], {
    cwd: member.folder,
    quiet: true,
  })
  if (!packed.ok) return [`${member.path}: pnpm pack failed\n${packed.output}`]
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '')
  const [listed, manifest, linted, resolved] = await Promise.all([
    run('tar', ['-tzf', file], { quiet: true }),
    run('tar', ['-xzOf', file, 'package/package.json'], { quiet: true }),
    run(tool('publint'), ['run', file, '--strict'], { quiet: true, env: { NO_COLOR: '1' } }),
    run(tool('attw'), [file, '--profile', 'esm-only', '--no-emoji', '--no-color'], { quiet: true }),
  ])
  return [
    ...contentProblems(expectedFiles(member), listed.output.trim().split('\n'), manifest.output),
    ...(linted.ok ? [] : [`publint\n${linted.output}`]),
    ...(resolved.ok ? [] : [`attw\n${resolved.output}`]),
  ].map((problem) => `${member.path}: ${problem}`)
}

const tool = (name: string): string => join(root, 'tools/checks/node_modules/.bin', name)

const expectedFiles = (member: Member): string[] => [
  ...['package.json', 'README.md', 'LICENSE'],
  ...entries(member).flatMap(({ types, built, source }) =>
    [types, built, `${built}.map`, source].map((file) => `${file}`.slice(2)),
  ),
]

/** What must be in a package, what must not, and that it names no version that only this workspace knows. */
export function contentProblems(
  expected: readonly string[],
  paths: readonly string[],
  manifest: string,
): string[] {
  const files = paths.map((path) => path.replace(/^package\//, ''))
  const missing = expected.filter((name) => !files.includes(name))
  const surplus = files.filter((name) =>
    /(?:^|\/)test\/|\.test\.|\.config\.|tsbuildinfo$|(?:^|\/)\.env/.test(name),
  )
  const local = manifest.match(/"(?:workspace|catalog|link|file):[^"]*"/g) ?? []
  return [
    ...missing.map((name) => `the package lacks ${name}`),
    ...surplus.map((name) => `the package holds ${name}`),
    ...local.map((version) => `the packed package.json says ${version}`),
  ]
}
