import { dirname, join } from 'node:path'
import ts from 'typescript'
import { entries, members, published, root } from '../workspace.ts'
import type { Check } from './check.ts'
import { readText, type TextFile, trackedFiles } from './files.ts'

export interface Example {
  /** Where it stands: `README.md:30`. */
  readonly at: string
  /** A module with the block's lines where they are in the page, so that errors name the page's lines. */
  readonly module: string
}

/**
 * The ```ts blocks of a page, or of the doc comments of a source file. An HTML comment `<!-- with: … -->` right above a block holds
 * declarations that the reader can do without and the compiler cannot.
 */
export function examplesOf({ path, text }: TextFile): Example[] {
  const examples: Example[] = []
  const plain = path.endsWith('.md') ? text : text.replace(/^[ \t]*\*(?: |$)/gm, '')
  const blocks = /(?:<!-- with:([\s\S]*?)-->\s*?\n)?^```ts[ \t]*\n([\s\S]*?)^```[ \t]*$/gm
  for (const match of plain.matchAll(blocks)) {
    const [whole, context = '', code = ''] = match
    const codeAt = match.index + whole.indexOf('```ts')
    const codeLine = plain.slice(0, codeAt).split('\n').length + 1
    const contextLines = context.split('\n')
    const padding = Math.max(0, codeLine - 1 - contextLines.length)
    const module = `${'\n'.repeat(padding)}${contextLines.join('\n')}\n${code}\nexport {}\n`
    examples.push({ at: `${path}:${codeLine}`, module })
  }
  return examples
}

/** Where an example is compiled decides which packages it can import: those of its own package, or those of this folder. */
function homeOf(path: string): string {
  const member = members().find((candidate) => path.startsWith(`${candidate.path}/`))
  return member ? member.folder : import.meta.dirname
}

/** Compiles examples as one program against the built types of our packages. The files exist in memory only. */
export function compile(examples: readonly Example[]): string[] {
  const base = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(
    { compilerOptions: base.config.compilerOptions },
    ts.sys,
    root,
  )
  const paths = Object.fromEntries(
    published().flatMap((member) =>
      entries(member).flatMap(({ specifier, types }) =>
        types ? [[specifier, [join(member.folder, types)]]] : [],
      ),
    ),
  )
  const settings: ts.CompilerOptions = {
    ...options,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    noUnusedLocals: false,
    noUnusedParameters: false,
    noEmit: true,
    paths,
  }
  const files = new Map(
    examples.map((example) => {
      const file = `example-${example.at.replace(/[^\w]+/g, '-')}.ts`
      return [join(homeOf(example.at), file), example]
    }),
  )
  const host = ts.createCompilerHost(settings)
  const { readFile, fileExists } = host
  host.readFile = (file) => files.get(file)?.module ?? readFile(file)
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.getSourceFile = (file, target) => {
    const text = host.readFile(file)
    return text === undefined ? undefined : ts.createSourceFile(file, text, target)
  }
  const program = ts.createProgram([...files.keys()], settings, host)
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    const example = diagnostic.file && files.get(diagnostic.file.fileName)
    if (!diagnostic.file || !example) return `${diagnostic.file?.fileName ?? 'settings'}: ${message}`
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
    return `${example.at.replace(/:\d+$/, '')}:${line + 1} ${message}`
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
    return { problems: compile(found), note: `${found.length} examples compile` }
  },
}
