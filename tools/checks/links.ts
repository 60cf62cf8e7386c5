import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { root } from '../workspace.ts'
import type { Check } from './check.ts'
import { readText, type TextFile, trackedFiles } from './files.ts'

/** Code is not looked at: neither blocks nor spans. Lines stay where they are. */
const withoutCode = (text: string): string =>
  text
    .replace(/^([ \t]*)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2[ \t]*$/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, (span) => ' '.repeat(span.length))

/** The anchors of a page: of its headings, as forges make them, and of explicit ids. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  const blocks = text.replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '')
  for (const [, heading = ''] of blocks.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  for (const [, id = ''] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

/** Where the links of a page lead, with their lines; those to other sites are not asked. */
function linksOf(text: string): { readonly target: string; readonly line: number }[] {
  const bare = withoutCode(text)
  const inline = /\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+"[^"]*")?\s*\)/g
  const reference = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?/gm
  const markup = /(?:href|src)="([^"]+)"/g
  return [inline, reference, markup].flatMap((pattern) =>
    [...bare.matchAll(pattern)]
      .map((match) => ({ target: match[1] ?? '', line: bare.slice(0, match.index).split('\n').length }))
      .filter(({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target)),
  )
}

/** The links of a page that lead nowhere. `read` gives another page's text, or `null` if there is no such file. */
export function brokenLinks(page: TextFile, read: (path: string) => string | null): string[] {
  return linksOf(page.text).flatMap(({ target, line }) => {
    const [file = '', anchor] = target.split('#')
    const path = file === '' ? page.path : normalize(join(dirname(page.path), decodeURIComponent(file)))
    const text = path === page.path ? page.text : read(path)
    if (text === null) return [`${page.path}:${line} links to ${target}: there is no such file`]
    if (anchor && path.endsWith('.md') && !anchorsOf(text).has(anchor))
      return [`${page.path}:${line} links to ${target}: there is no such heading`]
    return []
  })
}

export const links: Check = {
  name: 'links',
  async run() {
    const pages = (await trackedFiles()).filter((path) => path.endsWith('.md')).map(readText)
    const read = (path: string): string | null => {
      const file = join(root, path)
      if (path.startsWith('..') || !existsSync(file)) return null
      return statSync(file).isDirectory() ? '' : readText(path).text
    }
    return { problems: pages.flatMap((page) => brokenLinks(page, read)), note: `${pages.length} pages` }
  },
}
