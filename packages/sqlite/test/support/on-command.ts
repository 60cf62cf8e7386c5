import { DatabaseSync } from 'node:sqlite'
import { sqliteStore } from '../../src/index.ts'
import { ADA, EVICTED, NOW, session } from './records.ts'

/** A server process of its own: does one of these as often as it is told, and prints what came of each as a line of JSON. */
const [job = '', path = '', name = '', times = ''] = process.argv.slice(2)
const store = sqliteStore(new DatabaseSync(path, { timeout: 30_000 }))

const login = (overflow: 'reject' | 'evict-oldest') => (turn: number) =>
  store.create(session(`${name}-${turn}`, { createdAt: NOW + turn }), NOW, {
    limit: { max: 3, overflow },
    evictedAs: EVICTED,
  })

/** Reads, adds, writes; again if somebody else was first. */
async function add(turn: number): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    const [found] = await store.list(ADA, NOW)
    if (found === undefined) throw new Error('The session is not there.')
    const revision = `${name}-${turn}-${attempt}`
    const next = { ...found, revision, body: `${found.body}${name}-${turn},` }
    if ((await store.replace(next, found.revision, NOW)).outcome === 'replaced') return { attempt }
  }
}

const jobs: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
  reject: login('reject'),
  evict: login('evict-oldest'),
  add,
  create: (turn) => store.create(session(`${name}-${turn}`), NOW),
}

console.log('ready')
// Begins when it is told to, as the others do.
await new Promise((resolve) => process.stdin.once('data', resolve))
for (let turn = 0; turn < Number(times); turn += 1) console.log(JSON.stringify(await jobs[job]?.(turn)))
// Not process.exit(): it would not wait for what is still on its way through the pipe.
process.stdin.destroy()
