import { dirname } from 'node:path'
import type { Check } from './check.ts'
import { compile, type Example } from './compile.ts'
import { readText, type TextFile, trackedFiles } from './files.ts'

/**
 * The ```ts blocks of a page, or of the doc comments of a source file. An HTML comment `<!-- with: … -->` right above a block holds
 * declarations that the reader can do without and the compiler cannot.
 */
export function examplesOf({ path, text }: TextFile): Example[] {
  const plain = path.endsWith('.md') ? text : text.replace(/^[ \t]*\*(?: |$)/gm, '')
  const blocks = /(?:<!-- with:([\s\S]*?)-->\s*?\n)?^```ts[ \t]*\n([\s\S]*?)^```[ \t]*$/gm
  return [...plain.matchAll(blocks)].map((match) => {
    const [whole, context = '', code = ''] = match
    const fence = match.index + whole.indexOf('```ts')
    const line = plain.slice(0, fence).split('\n').length + 1
    const declared = context.split('\n')
    const padding = '\n'.repeat(Math.max(0, line - 1 - declared.length))
    return { path, line, module: `${padding}${declared.join('\n')}\n${code}\nexport {}\n` }
  })
}

/** Pages, and the source of what is published: whatever people copy from must compile. */
const holdsExamples = (path: string): boolean =>
  (path.endsWith('.md') && !path.startsWith('.changeset/') && dirname(path) !== 'docs/decisions') ||
  /^packages\/[^/]+\/src\/.+\.ts$/.test(path)

export const examples: Check = {
  name: 'examples',
  async run() {
    const found = (await trackedFiles()).filter(holdsExamples).map(readText).flatMap(examplesOf)
    return { problems: compile(found), note: `${found.length} examples` }
  },
}
