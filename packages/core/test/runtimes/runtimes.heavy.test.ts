import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binaryOf } from './binary.ts'
import { STORY } from './story.ts'

const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'sess-runtimes-'))
const script = join(folder, 'on-script.js')

/** One self-contained file per entry. Bundling for no platform fails on any import that is not plain JavaScript. */
beforeAll(async () => {
  await build({
    entryPoints: [join(here, 'on-script.ts'), join(here, 'on-workerd.ts')],
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
  })
  copyFileSync(join(here, 'workerd.capnp'), join(folder, 'workerd.capnp'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function told(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string[]> {
  const { stdout } = await promisify(execFile)(file, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...env },
    timeout: 50_000,
  })
  return JSON.parse(stdout)
}

describe('P11: the core tells the same story on every runtime', () => {
  test('Node', async () => {
    expect(await told(process.execPath, [script])).toEqual(STORY)
  })

  test('Bun', async () => {
    expect(await told(binaryOf('bun', 'bin/bun'), [script])).toEqual(STORY)
  })

  test('Deno, without any permission', async () => {
    const env = { DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' }
    expect(await told(binaryOf('deno', 'deno'), ['run', '--no-prompt', script], env)).toEqual(STORY)
  })

  test("workerd, without Node's globals", async () => {
    const workerd = binaryOf('workerd', 'bin/workerd')
    expect(await told(workerd, ['test', 'workerd.capnp'])).toEqual(STORY)
  })
})
