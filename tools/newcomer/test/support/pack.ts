import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, run } from '../../../run.ts'
import { published } from '../../../workspace.ts'

/** Builds and packs packages as a release would, and says where each tarball is. */
export async function pack(names: readonly string[], folder: string): Promise<ReadonlyMap<string, string>> {
  if (!(await build(...names))) throw new Error('The packages cannot be built.')
  const packed = new Map<string, string>()
  for (const member of published().filter(({ name }) => names.includes(name))) {
    const place = join(folder, member.path)
    const { ok, output } = await run('pnpm', ['pack', '--pack-destination', place], {
      cwd: member.folder,
      quiet: true,
    })
    if (!ok) throw new Error(output)
    packed.set(member.name, join(place, readdirSync(place)[0] ?? ''))
  }
  return packed
}
