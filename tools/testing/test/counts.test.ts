import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from '../../run.ts'
import { closingLine } from '../counts.ts'

const folder = mkdtempSync(join(tmpdir(), 'sess-counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs one file of the fixture with a vitest of its own and returns what the reporter counted. */
async function counted(file: string) {
  const counts = join(folder, `${file}.json`)
  const args = ['run', '--root', join(import.meta.dirname, 'fixture'), `${file}.case.ts`]
  const { ok } = await run('vitest', args, { quiet: true, env: { SESS_TEST_COUNTS: counts } })
  return { ok, ...JSON.parse(readFileSync(counts, 'utf8')) }
}

test.each([
  ['passes', { ok: true, passed: 2, failed: 0, skipped: 0 }],
  ['fails', { ok: false, passed: 0, failed: 1, skipped: 0 }],
  ['broken', { ok: false, passed: 0, failed: 1, skipped: 0 }],
  ['hook', { ok: false, passed: 0, failed: 1, skipped: 1 }],
  ['rejects', { ok: false, passed: 1, failed: 1, skipped: 0 }],
])('a file that %s is counted', async (file, expected) => {
  expect(await counted(file)).toEqual(expected)
})

test('the closing line names what was skipped only if something was', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})
