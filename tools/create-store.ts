import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from './run.ts'
import { members, root } from './workspace.ts'

/** `pnpm create-store cupboard` makes packages/cupboard from templates/store, with everything that a package needs. */
const [name = '', ...surplus] = process.argv.slice(2)

const template = join(root, 'templates/store')
const MADE_BY_TOOLS = ['node_modules', 'dist', '.turbo']

function refusal(): string | null {
  if (surplus.length > 0 || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    return 'Say what the store is called, for example: pnpm create-store cupboard'
  const taken = members().some(
    ({ path, manifest }) => path === `packages/${name}` || manifest.name === `@sess/${name}`,
  )
  return taken || existsSync(join(root, 'packages', name))
    ? `There is a package called ${name} already.`
    : null
}

/** The template's text, with its names replaced: `cupboard` gives `@sess/cupboard` and `cupboardStore`. */
function renamed(text: string): string {
  const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return text
    .replaceAll('template-store', name)
    .replaceAll('lmdbStore', `${camel}Store`)
    .replaceAll('LmdbStore', `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Store`)
}

function copy(folder: string): void {
  cpSync(template, folder, { recursive: true, filter: (source) => !MADE_BY_TOOLS.includes(basename(source)) })
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
    join(folder, path),
  )) {
    if (statSync(file).isFile()) writeFileSync(file, renamed(readFileSync(file, 'utf8')))
  }
  const { private: _, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const description = `The store of Sess on ${name}, proved by the conformance kit.`
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, description }, null, 2)}\n`)
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

async function create(): Promise<boolean> {
  const refused = refusal()
  if (refused !== null) {
    console.error(refused)
    return false
  }
  const folder = join(root, 'packages', name)
  const changeset = join(root, '.changeset', `${name}-store.md`)
  copy(folder)
  writeFileSync(changeset, `---\n'@sess/${name}': minor\n---\n\nA store on ${name}.\n`)
  // The lockfile learns of the package, also where a machine says that it must not change (CI).
  if (!(await run('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline'])).ok) {
    rmSync(folder, { recursive: true })
    rmSync(changeset)
    return false
  }
  console.log(`
packages/${name} is a complete store, on LMDB for now. Next:

  pnpm test packages/${name}      runs the conformance kit: everything passes
  packages/${name}/src            put your backend in the place of LMDB, verb by verb: docs/write-a-store.md
  packages/${name}/package.json   your client as peer and development dependency, then pnpm install
  packages/${name}/README.md      what it is, what it costs, what happens when it fails
  .changeset/${name}-store.md     what users should read about it
  README.md                  a row in the table of packages
  pnpm check                 everything else that must hold
`)
  return true
}

process.exitCode = (await create()) ? 0 : 1
