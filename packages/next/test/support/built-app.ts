import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../../../tools/workspace.ts'
import { packedPackages } from './packed-packages.ts'

const here = import.meta.dirname
const own = join(here, '../..')

export type NextVersion = 'next' | 'next15'

/** A production build of the app in `test/app`, on this version of Next, in a folder of its own. */
export async function builtApp(version: NextVersion, basePath: '' | '/shop' = ''): Promise<string> {
  const folder = join(own, '.cache', version + basePath.replace('/', '-'))
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(here, '../app'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(realpathSync(join(own, 'node_modules', version)), join(folder, 'node_modules/next'))
  await packedPackages(join(folder, 'node_modules/@sess'))
  if (version === 'next15') toMiddleware(folder)
  const next = join(folder, 'node_modules/next/dist/bin/next')
  await promisify(execFile)(process.execPath, [next, 'build'], {
    cwd: folder,
    env: environmentOf(folder, { BASE_PATH: basePath }),
  }).catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`The app does not build: ${error.stdout}${error.stderr}`)
  })
  return folder
}

export const environmentOf = (folder: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env.PATH,
  HOME: folder,
  NO_COLOR: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  REPOSITORY: root,
  ...more,
})

/** What is called proxy.ts since Next 16, and runs on Node there, was middleware.ts, which has to ask for Node. */
function toMiddleware(folder: string): void {
  const file = join(folder, 'proxy.ts')
  if (!existsSync(file)) throw new Error('There is no proxy.ts to rename.')
  const text = readFileSync(file, 'utf8').replace('config = {', "config = {\n  runtime: 'nodejs',")
  writeFileSync(join(folder, 'middleware.ts'), text)
  rmSync(file)
}
