import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from '../run.ts'
import { root } from '../workspace.ts'

export interface TextFile {
  /** Relative to the root. */
  readonly path: string
  readonly text: string
}

export const readText = (path: string): TextFile => ({ path, text: readFileSync(join(root, path), 'utf8') })

/** The files that are, or are about to be, under version control. */
export async function trackedFiles(): Promise<string[]> {
  const { ok, output } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    quiet: true,
  })
  if (!ok) throw new Error(`git ls-files failed: ${output}`)
  const deleted = await run('git', ['ls-files', '--deleted', '-z'], { quiet: true })
  const gone = new Set(deleted.output.split('\0'))
  return output.split('\0').filter((path) => path !== '' && !gone.has(path))
}

/** The TypeScript files in and under a folder; none if there is no such folder. */
export function sourceFiles(folder: string): TextFile[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
      .map((name) => readText(relative(root, join(folder, name))))
  } catch {
    return []
  }
}
