import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { entries, published } from '../../../../tools/workspace.ts'

/** What the app imports, as an installed package would have it, made from the sources: no test depends on a build. */
const PACKAGES = ['@sess/core', '@sess/next', '@sess/conformance']
const ENTRIES = published()
  .filter(({ name }) => PACKAGES.includes(name))
  .flatMap((member) =>
    entries(member).map((entry) => ({ ...entry, name: member.name, folder: member.folder })),
  )

const FILES = new Map(ENTRIES.map(({ specifier, folder, source = '' }) => [specifier, join(folder, source)]))

const sources: Plugin = {
  name: 'sources',
  setup({ onResolve }) {
    onResolve({ filter: /^@sess\// }, ({ path }) => ({ path: FILES.get(path) ?? '' }))
    onResolve({ filter: /^(?:next|react)(?:\/|$)|^node:/ }, ({ path }) => ({ path, external: true }))
  },
}

/** `folder` is the `@sess` of some `node_modules`. */
export async function packedPackages(folder: string): Promise<void> {
  const built = (specifier: string) => `${specifier.slice('@sess/'.length)}/index`
  await build({
    entryPoints: Object.fromEntries([...FILES].map(([specifier, file]) => [built(specifier), file])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    plugins: [sources],
  })
  for (const name of PACKAGES) {
    const exports = Object.fromEntries(
      ENTRIES.filter((entry) => entry.name === name).map(({ subpath }) => [subpath, `${subpath}/index.js`]),
    )
    writeFileSync(
      join(folder, name.slice(6), 'package.json'),
      JSON.stringify({ name, type: 'module', exports }),
    )
  }
}
