import { afterAll, expect, test } from 'vitest'
import { SQL } from '../src/statements.ts'
import { databaseFile } from './support/database.ts'

const file = databaseFile()
const db = file.open()
afterAll(() => file.remove())

const planOf = (sql: string): string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))

test.each(Object.entries(SQL))('%s looks nothing through, and sorts nothing', (_, sql) => {
  const steps = planOf(sql).filter((step) => !step.startsWith('LIST SUBQUERY'))
  for (const step of steps) expect(step).toMatch(/^SEARCH \w+ USING (COVERING )?(INDEX|INTEGER PRIMARY KEY)/)
  // An insert has nothing to search for.
  if (!sql.startsWith('INSERT')) expect(steps).not.toEqual([])
})

test.each([
  ['readSession', 'SEARCH sess_session USING INDEX sqlite_autoindex_sess_session_1 (id=?)'],
  ['liveSessions', 'SEARCH sess_session USING INDEX sqlite_autoindex_sess_session_1 (id>? AND id<?)'],
  ['endSessions', 'SEARCH sess_session USING INDEX sqlite_autoindex_sess_session_1 (id>? AND id<?)'],
  ['endSession', 'SEARCH sess_session USING INDEX sqlite_autoindex_sess_session_1 (id=?)'],
  ['replaceSession', 'SEARCH sess_session USING INDEX sqlite_autoindex_sess_session_1 (id=?)'],
  ['readUser', 'SEARCH sess_user USING INDEX sqlite_autoindex_sess_user_1 (partition=? AND user_id=?)'],
  [
    'readDevice',
    'SEARCH sess_device USING INDEX sqlite_autoindex_sess_device_1 (user_id=? AND device_hash=?)',
  ],
  ['sweepSessions', 'SEARCH sess_session USING COVERING INDEX sess_session_keep_until (keep_until<?)'],
  ['sweepUsers', 'SEARCH sess_user USING INDEX sess_user_keep_until (keep_until<?)'],
  ['sweepDevices', 'SEARCH sess_device USING COVERING INDEX sess_device_expires_at (expires_at<?)'],
  ['sweepTickets', 'SEARCH sess_ticket USING COVERING INDEX sess_ticket_expires_at (expires_at<?)'],
] as const)('%s goes by its index', (name, step) => expect(planOf(SQL[name])).toContain(step))

test('without its index, a plan is a scan: the tests above would see it', () => {
  const bare = databaseFile()
  const without = bare.open()
  without.exec('DROP INDEX sess_session_keep_until')
  const plan = without.prepare(`EXPLAIN QUERY PLAN ${SQL.sessionsLeft}`).all()
  bare.remove()
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN sess_session'])
})
