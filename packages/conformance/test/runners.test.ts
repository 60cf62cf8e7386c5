import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeConformance } from '../src/store.ts'
import { memorySubject } from './support/subjects.ts'

const folder = join(import.meta.dirname, 'runners')

function nodeTest(...args: string[]): Promise<{ code: number; output: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const flags = [
    '--import',
    join(folder, 'on-source.ts'),
    '--test-reporter=tap',
    join(folder, 'on-node-test.ts'),
  ]
  return new Promise((resolve) => {
    execFile(process.execPath, [...flags, ...args], { env, maxBuffer: 2 ** 25 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr })
    })
  })
}

/** Registers the kit without running anything. */
function planOf(offers: Parameters<typeof storeConformance>[0]['offers']) {
  const names: string[] = []
  const plan = storeConformance({
    test: (name) => names.push(name),
    open: async () => memorySubject(),
    offers,
  })
  return { ...plan, names }
}

test('the kit runs under node:test', { timeout: 60_000 }, async () => {
  const { code, output } = await nodeTest()
  const { runs } = planOf(['leftovers', 'subscribe', 'sweep'])
  expect(output).toContain(`# pass ${runs.length}\n# fail 0\n`)
  expect(code).toBe(0)
})

test('a broken store fails under node:test, and its message says what the contract is', {
  timeout: 60_000,
}, async () => {
  const { code, output } = await nodeTest('broken')
  expect(code).toBe(1)
  expect(output).toContain('# fail 1\n')
  expect(output).toContain('not ok')
  expect(output).toContain('[READ-ENDED] does not hold.')
  expect(output).toMatch(/differs at: \.by: expected "admin 7", came undefined/)
})

test('a runner without describe will do, and the plan says what is left out for want of which feature', () => {
  const { names, runs, leftOut } = planOf(['sweep'])
  expect(names.map((name) => name.replace(/^\[(.*?)\].*$/, '$1'))).toEqual(runs)
  expect(leftOut).toContainEqual({ id: 'FAULT-OUTAGE', needs: ['outage'] })
  expect(leftOut.map(({ id }) => id)).not.toContain('SWEEP')
})

test('a number of actors outside of 20 to 200 is a mistake', () => {
  for (const actors of [19, 201, 20.5, Number.NaN]) {
    const open = async () => memorySubject()
    expect(() => storeConformance({ test: () => {}, open, offers: [], actors })).toThrow(TypeError)
  }
})
