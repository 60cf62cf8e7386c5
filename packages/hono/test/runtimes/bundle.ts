import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { entries, published } from '../../../../tools/workspace.ts'

/** Every `@sess/*` import leads to the source, so that no test depends on a build. */
const sources: Plugin = {
  name: 'sources',
  setup({ onResolve }) {
    const files = new Map(
      published().flatMap((member) =>
        entries(member).flatMap(({ specifier, source }) =>
          source ? [[specifier, join(member.folder, source)] as const] : [],
        ),
      ),
    )
    onResolve({ filter: /^@sess\// }, ({ path }) => {
      const file = files.get(path)
      return file === undefined ? null : { path: file }
    })
  },
}

/** One self-contained file per entry, for no platform: any import that is not plain JavaScript is left to the runtime. */
export async function bundle(entryPoints: string[], outdir: string): Promise<void> {
  await build({
    entryPoints,
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['node:*'],
    plugins: [sources],
  })
}
