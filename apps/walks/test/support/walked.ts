import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoProcess, startProcess } from './process.ts'

export type Walked = Pick<DemoProcess, 'url' | 'stop'>

/** Building the pages of a demo takes half a minute, and more where others work, too. */
export const BUILD_PATIENCE = 300_000

/** A demo to walk through: with an empty store of the kind that it has by default, and with times that a test can wait for. */
export async function startWalked(
  name: string,
  { renewal, overlap }: { readonly renewal: string; readonly overlap: string },
): Promise<Walked> {
  const folder = mkdtempSync(join(tmpdir(), 'sess-walk-'))
  const tidy = () => rmSync(folder, { recursive: true, force: true })
  const database = name === 'next' ? { DATABASE_URL: 'file:./demo.db' } : {}
  const env = { DEMO_RENEWAL: renewal, DEMO_OVERLAP: overlap, ...database }
  const demo = await startProcess(env, { name, folder }).catch((error) => {
    tidy()
    throw error
  })
  return {
    url: demo.url,
    stop: () => demo.stop().finally(tidy),
  }
}
