import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../workspace.ts'

/** A stranger's first day: the six steps of CONTRIBUTING.md, word for word, in a copy of what they need. */

const copy = mkdtempSync(join(tmpdir(), 'sess-contributing-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What the steps need of the project: everything else, and the tests of the rest, would only take time. */
const NEEDED =
  /^(?:[^/]+|\.changeset\/config\.json|tools\/[^/]+|(?:packages\/(?:core|conformance)|tools\/(?:checks|testing))\/(?!test\/).*|templates\/store\/.*)$/

const text = (path: string): string => readFileSync(join(copy, path), 'utf8')

function change(path: string, edit: (text: string) => string): void {
  const [before, after] = [text(path), edit(text(path))]
  expect(after).not.toBe(before)
  writeFileSync(join(copy, path), after)
}

/** What this test run tells its own children is no business of the copy's. */
const OURS =
  /^(?:VITEST|SESS_TEST|TURBO_HASH|NODE_OPTIONS|NODE_ENV|INIT_CWD|npm_(?:lifecycle|package|execpath|command)|PNPM_SCRIPT)/
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
  // What is the same here and there is built once.
  TURBO_CACHE_DIR: join(root, '.turbo/cache'),
}

function shell(command: string, cwd = copy): { readonly ok: boolean; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' })
  return { ok: status === 0, output: stdout + stderr }
}

function succeeds(command: string): string {
  const { ok, output } = shell(command)
  expect(ok, `${command}\n${output}`).toBe(true)
  return output
}

/** The commands of the six steps, in order. */
function steps(): string[] {
  const [, section = ''] = /^## Six steps to a store\n([\s\S]*?)^## /m.exec(text('CONTRIBUTING.md')) ?? []
  return [...section.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  )
}

test('the six steps of CONTRIBUTING.md lead to a store that the kit accepts', () => {
  const files = shell('git ls-files --cached --others --exclude-standard', root).output.trim().split('\n')
  for (const file of files.filter((path) => NEEDED.test(path) && existsSync(join(root, path)))) {
    cpSync(join(root, file), join(copy, file))
  }
  // The checks ask git which files there are; the changesets are compared with main.
  succeeds('git init --quiet --initial-branch main && git add --all')
  succeeds('git -c user.name=kit -c user.email=kit@localhost commit --quiet --message start')

  const [create = '', first = '', again = '', ...rest] = steps()
  succeeds(create)
  expect(text('pnpm-lock.yaml')).toContain('\n  packages/cupboard:\n')
  expect(text('.changeset/cupboard-store.md')).toContain("'@sess/cupboard': minor")
  expect(succeeds(first)).toMatch(/^[1-9]\d+ passed, 0 failed/m)

  const right = text('packages/cupboard/src/index.ts')
  change('packages/cupboard/src/index.ts', (code) => code.replace('current.revision !== expected || ', ''))
  const { ok, output } = shell(`${again} -t REPLACE-CONFLICT`)
  expect(ok, output).toBe(false)
  expect(output).toContain('[REPLACE-CONFLICT] does not hold')
  writeFileSync(join(copy, 'packages/cupboard/src/index.ts'), right)

  const outputs = rest.map(succeeds)
  expect(outputs.at(-1)).toMatch(/^@sess\/cupboard \d+\.[1-9]\d*\.0 \(packages\/cupboard\)/m)
}, 600_000)
