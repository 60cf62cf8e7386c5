import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../workspace.ts'

/** What a README tells a newcomer to do. */
export interface Instructions {
  /** What `npm install` is to install. */
  readonly packages: readonly string[]
  /** The files to write, word for word. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * From the first `npm install` of a README to the next heading. A block of code whose first line is a comment with a path goes there,
 * any other into `app.ts`.
 */
export function instructionsOf(path: string): Instructions {
  const text = readFileSync(join(root, path), 'utf8')
  const from = text.slice(text.search(/^```sh\nnpm install /m))
  const section = from.split(/^## /m)[0] ?? ''
  const packages = /^npm install (.+)$/m.exec(section)?.[1]?.split(' ') ?? []
  const blocks = [...section.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  const files = blocks.map(
    (code) => [/^\/\/ ([\w./[\]-]+\.tsx?)\n/.exec(code)?.[1] ?? 'app.ts', code] as const,
  )
  return { packages, files: new Map(files) }
}

/** Lines of code. */
export const linesIn = (files: Instructions['files']): number =>
  [...files.values()]
    .join('\n')
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length
