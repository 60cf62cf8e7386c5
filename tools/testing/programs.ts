import { accessSync, constants, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { environment, run } from '../run.ts'
import { root } from '../workspace.ts'

export interface Program {
  /** What it is called, here or there: the first that is found counts. */
  readonly commands: readonly string[]
  /** Debian's package of it. */
  readonly debian: string
  /** The service that comes with it, which nobody asked for. */
  readonly service?: string
  /** The folders whose tests start it. */
  readonly neededBy: readonly string[]
}

export const BROWSER: Program = {
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  debian: 'chromium',
  neededBy: ['apps/walks', 'packages/client'],
}

/** The real servers and the browser that tests start. Anything else comes from the npm registry. */
const PROGRAMS: readonly Program[] = [
  {
    commands: ['redis-server'],
    debian: 'redis-server',
    service: 'redis-server',
    neededBy: ['packages/redis', 'tools/servers', 'tools/refresh-runs', 'apps/walks'],
  },
  { commands: ['openssl'], debian: 'openssl', neededBy: ['packages/redis'] },
  {
    commands: ['mariadbd'],
    debian: 'mariadb-server',
    service: 'mariadb',
    neededBy: ['packages/prisma', 'apps/shared'],
  },
  {
    commands: ['postgres'],
    debian: 'postgresql',
    service: 'postgresql',
    neededBy: ['packages/prisma', 'tools/refresh-runs', 'apps/shared'],
  },
  BROWSER,
]

/** Where Debian keeps the servers that it does not put on PATH, one folder per version. */
const HIDDEN = '/usr/lib/postgresql'

/** Where a program is, if it is there. */
export function findProgram({ commands }: Pick<Program, 'commands'>): string | null {
  const versions = existsSync(HIDDEN) ? readdirSync(HIDDEN) : []
  const folders = [
    ...(environment().PATH ?? '').split(delimiter),
    ...versions.map((version) => join(HIDDEN, version, 'bin')),
  ]
  const files = commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return files.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** Those that the chosen tests need. `filters` are vitest's: parts of paths. */
export function neededPrograms(filters: readonly string[], programs = PROGRAMS): readonly Program[] {
  const chosen = (path: string) =>
    filters.length === 0 || filters.some((filter) => filter.includes(path) || path.includes(filter))
  return programs.filter(({ neededBy }) =>
    neededBy.some((path) => existsSync(join(root, path, 'package.json')) && chosen(path)),
  )
}

/** Finds or installs the programs; what is still missing comes back as one line that says what to do. */
export async function bringPrograms(programs: readonly Program[]): Promise<string | null> {
  const missing = programs.filter((program) => findProgram(program) === null)
  const packages = missing.map(({ debian }) => debian)
  if (packages.length === 0) return null
  const names = packages.join(' ')
  if (process.getuid?.() === 0 && findProgram({ commands: ['apt-get'] })) {
    console.log(`Installing ${names} with apt-get: the tests start them.`)
    if (await installOnDebian(missing)) return null
  }
  return (
    `The tests start ${missing.map(({ commands }) => commands[0]).join(' and ')}, not found on PATH. ` +
    `Install: apt-get install ${names} (elsewhere the packages have similar names), ` +
    'or run the tests in a container: docker compose run --rm test'
  )
}

async function installOnDebian(programs: readonly Program[]): Promise<boolean> {
  const allowServicesAgain = keepServicesStopped()
  const packages = programs.map(({ debian }) => debian)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-q', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages]
  try {
    // The lists of a fresh machine are empty, and old ones name files that are gone: only then fetch them.
    const first = await run('apt-get', install, { env, quiet: true })
    const done =
      first.ok ||
      ((await run('apt-get', ['update', '-q'], { env })).ok && (await run('apt-get', install, { env })).ok)
    if (done) await disableServices(programs)
    return done
  } finally {
    allowServicesAgain()
  }
}

/** Debian starts a server when it installs one. Only the program is wanted, so its policy file forbids it meanwhile. */
function keepServicesStopped(): () => void {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return () => {}
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => rmSync(policy, { force: true })
}

/** …nor at the next boot. */
async function disableServices(programs: readonly Program[]): Promise<void> {
  if (!existsSync('/run/systemd/system')) return
  for (const { service } of programs) {
    if (service) await run('systemctl', ['disable', service], { quiet: true })
  }
}
