import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { entries, members, published, root } from '../workspace.ts'

export interface Example {
  /** The page it stands in. */
  readonly path: string
  /** The page's line on which its code begins. */
  readonly line: number
  /** A module with the block's lines where they are in the page, so that errors name the page's lines. */
  readonly module: string
}

type Files = ReadonlyMap<string, Example>

/** Compiles examples against the built types of our packages. The files exist in memory only. */
export function compile(examples: readonly Example[]): string[] {
  const settings = readSettings()
  const parsed = new Map<string, ts.SourceFile>()
  // What an example adds to other modules it adds for its whole program: such examples get programs of their own.
  const adds = ({ module }: Example) => /^\s*declare (?:module|global)\b/m.test(module)
  const groups = [
    examples.filter((example) => !adds(example)),
    ...examples.filter(adds).map((example) => [example]),
  ]
  return groups.flatMap((group) => compileTogether(group, settings, parsed))
}

function compileTogether(
  group: readonly Example[],
  settings: ts.CompilerOptions,
  parsed: Map<string, ts.SourceFile>,
): string[] {
  const files: Files = new Map(group.map((example) => [fileOf(example), example]))
  // An app that adds to one of our packages imports it somewhere; so does every program here.
  const ours = Object.values(settings.paths ?? {})
    .flat()
    .filter((file) => existsSync(file))
  const program = ts.createProgram([...files.keys(), ...ours], settings, hostWith(files, settings, parsed))
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    const example = diagnostic.file && files.get(diagnostic.file.fileName)
    if (!diagnostic.file || !example) return `${diagnostic.file?.fileName ?? 'settings'}: ${message}`
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
    return `${example.path}:${line + 1} ${message}`
  })
}

/** Where an example is compiled decides which packages it can import: those of its own package, or those of this folder. */
function fileOf({ path, line }: Example): string {
  const home = members().find((member) => path.startsWith(`${member.path}/`))?.folder ?? import.meta.dirname
  return join(home, `example-${path.replace(/\W+/g, '-')}-${line}.ts`)
}

/** The disk, with the examples on it. Files of the disk are parsed once for all programs. */
function hostWith(
  files: Files,
  settings: ts.CompilerOptions,
  parsed: Map<string, ts.SourceFile>,
): ts.CompilerHost {
  const host = ts.createCompilerHost(settings)
  const { readFile, fileExists } = host
  host.readFile = (file) => files.get(file)?.module ?? readFile(file)
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.getSourceFile = (file, target) => {
    const known = parsed.get(file)
    const text = known ? undefined : host.readFile(file)
    if (known || text === undefined) return known
    const source = ts.createSourceFile(file, text, target)
    if (!files.has(file)) parsed.set(file, source)
    return source
  }
  return host
}

function readSettings(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ compilerOptions: config.compilerOptions }, ts.sys, root)
  const built = published().flatMap((member) =>
    entries(member).flatMap(({ specifier, types }) =>
      types ? [[specifier, [join(member.folder, types)]]] : [],
    ),
  )
  return {
    ...options,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    noUnusedLocals: false,
    noUnusedParameters: false,
    noEmit: true,
    paths: Object.fromEntries(built),
  }
}
