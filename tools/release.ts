import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, run } from './run.ts'
import { type Manifest, type Member, published, readManifest } from './workspace.ts'

/**
 * `pnpm release --dry-run` shows what would be published. Without it everything that the registry does not have yet is published,
 * with provenance: a statement, signed by the host that built it, of which commit and workflow it was built from. So only the
 * release workflow can.
 */
const dryRun = process.argv.includes('--dry-run')
const { ACTIONS_ID_TOKEN_REQUEST_URL, GITHUB_REF_NAME, GITHUB_REPOSITORY, GITHUB_SERVER_URL } = process.env

/** The versions that `pnpm changeset version` would give, where something is pending. */
async function pendingVersions(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'sess-release-'))
  const file = join(folder, 'status.json')
  try {
    const { ok, output } = await run('changeset', ['status', '--output', file], { quiet: true })
    if (!ok) console.error(`The versions are those of today, for the changesets cannot be read:\n${output}`)
    const status: Status = ok ? JSON.parse(readFileSync(file, 'utf8')) : { releases: [] }
    return new Map(
      status.releases.flatMap(({ name, newVersion }) => (newVersion ? [[name, newVersion]] : [])),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Status {
  readonly releases: readonly { readonly name: string; readonly newVersion?: string }[]
}

/** What a person wants to know before: what each package holds, and how large it is unpacked. */
async function show({ name, path, folder, manifest }: Member, pending: string | undefined): Promise<boolean> {
  const { ok, output } = await run('pnpm', ['pack', '--dry-run', '--json'], { cwd: folder, quiet: true })
  if (!ok) {
    console.error(`${name}: pnpm pack failed\n${output}`)
    return false
  }
  const { files }: { readonly files: readonly { readonly path: string }[] } = JSON.parse(output)
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file.path)).size, 0)
  const version = pending ?? manifest.version
  console.log(`\n${name} ${version} (${path}): ${files.length} files, ${(bytes / 1000).toFixed(1)} kB`)
  for (const file of files) console.log(`  ${file.path}`)
  return true
}

/** Provenance is about a repository, which every package has to name: the one that the workflow runs in. */
function nameRepository({ path, folder }: Member, url: string): void {
  const manifest: Manifest = readManifest(folder)
  const repository = { type: 'git', url: `git+${url}.git`, directory: path }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`)
}

function refusal(packages: readonly Member[]): string | null {
  if (!ACTIONS_ID_TOKEN_REQUEST_URL || !GITHUB_REPOSITORY || !GITHUB_SERVER_URL)
    return 'Only the release workflow publishes. Here: pnpm release --dry-run'
  const others = packages.filter(({ manifest }) => `v${manifest.version}` !== GITHUB_REF_NAME)
  return others.length > 0
    ? `The tag is ${GITHUB_REF_NAME}, but ${others[0]?.name} is ${others[0]?.manifest.version}.`
    : null
}

async function release(): Promise<boolean> {
  const packages = published()
  const refused = dryRun ? null : refusal(packages)
  if (refused !== null) {
    console.error(refused)
    return false
  }
  if (!(await build())) return false
  if (dryRun) {
    const shown: boolean[] = []
    const pending = await pendingVersions()
    for (const member of packages) shown.push(await show(member, pending.get(member.name)))
    console.log(`\n${packages.length} packages would be published. Nothing was.`)
    return shown.every(Boolean)
  }
  for (const member of packages) nameRepository(member, `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`)
  const filters = packages.map(({ name }) => `--filter=${name}`)
  const publish = ['publish', '--provenance', '--access', 'public', '--no-git-checks']
  return (await run('pnpm', [...filters, '--recursive', ...publish])).ok
}

process.exitCode = (await release()) ? 0 : 1
