import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CreateOutcome } from '@sess/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTables, sqliteStore } from '../src/index.ts'
import { databaseFile, type TestFile } from './support/database.ts'
import { ADA, NOW, session } from './support/records.ts'

const ON_SOURCES = join(import.meta.dirname, '../../../apps/walks/test/support/on-sources.ts')
const WORKER = join(import.meta.dirname, 'support/on-command.ts')

let file: TestFile
beforeEach(() => {
  file = databaseFile()
})
afterEach(() => file.remove())

interface Worker {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly lines: string[]
  readonly ended: Promise<void>
}

async function start(job: string, name: string, times: number): Promise<Worker> {
  const args = ['--import', ON_SOURCES, WORKER, job, file.path, name, String(times)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const reader = createInterface({ input: child.stdout })
  const lines: string[] = []
  const ready = once(reader, 'line')
  reader.on('line', (line) => lines.push(line))
  const ended = once(reader, 'close').then(() => undefined)
  await Promise.race([ready, ended])
  return { child, lines, ended }
}

/** Two processes, let go at once; what each call answered. `meanwhile` runs as often as it can. */
async function race<T>(job: string, times: number, meanwhile: () => Promise<void>): Promise<T[]> {
  const workers = await Promise.all([start(job, 'ada', times), start(job, 'bob', times)])
  let over = false
  for (const { child } of workers) child.stdin?.write('go\n')
  const all = Promise.all(workers.map(({ ended }) => ended)).then(() => {
    over = true
  })
  while (!over) {
    await meanwhile()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await all
  const said = workers.flatMap(({ lines }) => lines.slice(1))
  expect(said).toHaveLength(2 * times)
  return said.map((line) => JSON.parse(line) as T)
}

test.each(['reject', 'evict'])('RACE-LIMIT across two processes: %s is never exceeded', async (job) => {
  const store = sqliteStore(file.open())
  let most = 0
  const outcomes = await race<CreateOutcome>(job, 200, async () => {
    most = Math.max(most, (await store.list(ADA, NOW)).length)
  })
  const live = (await store.list(ADA, NOW)).map(({ id }) => id)
  const created = outcomes.filter(({ outcome }) => outcome === 'created')
  const evicted = created.flatMap((answer) => ('evicted' in answer ? answer.evicted : [])).map(({ id }) => id)
  expect(most).toBeLessThanOrEqual(3)
  expect(live).toHaveLength(3)
  expect(created).toHaveLength(job === 'reject' ? 3 : 400)
  // Everybody who had to go was reported, once.
  expect(new Set([...evicted, ...live]).size).toBe(created.length)
  expect(evicted).toHaveLength(created.length - 3)
})

test('RACE-UPDATE across two processes: no write is lost', async () => {
  const store = sqliteStore(file.open())
  await store.create(session('shared', { body: '' }), NOW)
  await race('add', 100, async () => undefined)
  const body = (await store.read(session('shared').id))?.body ?? ''
  const expected = ['ada', 'bob'].flatMap((name) =>
    Array.from({ length: 100 }, (_, turn) => `${name}-${turn}`),
  )
  expect(body.split(',').slice(0, -1).sort()).toEqual(expected.sort())
})

test('a process that is killed while it writes loses nothing that it had confirmed', async () => {
  const { child, lines, ended } = await start('create', 'ada', 1_000_000)
  child.stdin?.write('go\n')
  while (lines.length < 50) await once(child.stdout ?? child, 'data')
  child.kill('SIGKILL')
  await ended

  const db = file.open()
  const store = sqliteStore(db)
  for (let turn = 0; turn < lines.length - 1; turn += 1)
    expect(await store.read(session(`ada-${turn}`).id)).toEqual(session(`ada-${turn}`))
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(await store.create(session('after'), NOW)).toMatchObject({ outcome: 'created' })
})

test('tables that are there stay as they are', async () => {
  const db = file.open()
  await sqliteStore(db).create(session(1), NOW)
  createTables(db)
  expect(await sqliteStore(db).read(session(1).id)).toEqual(session(1))
})
