import { statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'
import type { Check } from './check.ts'
import { readText, type TextFile, trackedFiles } from './files.ts'

/** What no file of the project has any use for, and why. */
const UNWANTED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/(?<![\w.~-])\/(?:root|work|home\/\w+|Users\/\w+)\//, 'a path of somebody’s machine'],
  [/registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|(?:deb|snapshot)\.debian\.org|_authToken/, 'a registry host'],
  [/^(?:<{7} |>{7} |={7}$)/m, 'a merge conflict'],
  [/\b(?:TODO|FIXME|XXX)\b/, 'a note that something is missing'],
]

/** These spell out what is unwanted. */
const EXEMPT = ['tools/checks/hygiene.ts', 'tools/checks/test/hygiene.test.ts']
const BINARY = /\.(?:png|jpe?g|gif|webp|ico|woff2?)$/
const LARGEST = 1024 * 1024

export function unwantedIn({ path, text }: TextFile): string[] {
  return UNWANTED.flatMap(([pattern, why]) => {
    const found = pattern.exec(text)
    if (found === null) return []
    const line = text.slice(0, found.index).split('\n').length
    return [`${path}:${line} holds ${why}: ${found[0]}`]
  })
}

export const hygiene: Check = {
  name: 'hygiene',
  async run() {
    const paths = await trackedFiles()
    const large = paths.filter((path) => statSync(join(root, path)).size > LARGEST)
    const texts = paths.filter((path) => !EXEMPT.includes(path) && !BINARY.test(path))
    return {
      problems: [
        ...large.map((path) => `${path} is larger than 1 MiB`),
        ...texts.flatMap((path) => unwantedIn(readText(path))),
      ],
      note: `${paths.length} files`,
    }
  },
}
