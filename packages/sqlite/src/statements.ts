import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** All ids of a partition lie between its name and its name plus `{`: no base64url character comes after `z`. */
const OF_PARTITION = "id >= $partition AND id < $partition || '{'"
const LIVE_OF_USER = `${OF_PARTITION} AND user_id = $userId
    AND ended IS NULL AND idle_expires_at > $now AND absolute_expires_at > $now`
const ENDED = "ended = $ended, keep_until = max(keep_until, $keepUntil), body = x''"
const OF_USER = 'partition = $partition AND user_id = $userId'

/** Every statement there is but those of transactions. A test asks SQLite for the plan of each. */
export const SQL = {
  readSession: 'SELECT * FROM sess_session WHERE id = $id',
  liveSessions: `SELECT * FROM sess_session WHERE ${LIVE_OF_USER}`,
  insertSession: `INSERT INTO sess_session (id, revision, user_id, session_group, created_at, seen_at,
      idle_expires_at, absolute_expires_at, keep_until, ended, auth, body)
    VALUES ($id, $revision, $userId, $group, $createdAt, $seenAt,
      $idleExpiresAt, $absoluteExpiresAt, $keepUntil, $ended, $auth, $body)`,
  replaceSession: `UPDATE sess_session SET revision = $revision, seen_at = $seenAt, idle_expires_at = $idleExpiresAt,
      absolute_expires_at = $absoluteExpiresAt, keep_until = $keepUntil, auth = $auth, body = $body
    WHERE id = $id AND revision = $expected AND ended IS NULL
      AND idle_expires_at > $now AND absolute_expires_at > $now`,
  endSession: `UPDATE sess_session SET ${ENDED} WHERE id = $id AND ended IS NULL
      AND ($ifRevision IS NULL OR revision = $ifRevision) RETURNING id, user_id, session_group`,
  endSessions: `UPDATE sess_session SET ${ENDED} WHERE ${LIVE_OF_USER} AND id IS NOT $except
    RETURNING id, user_id, session_group`,
  readUser: `SELECT not_before, mark FROM sess_user WHERE ${OF_USER}`,
  noteUser: `INSERT INTO sess_user (partition, user_id, not_before, keep_until, mark)
    VALUES ($partition, $userId, $notBefore, $keepUntil, $mark)
    ON CONFLICT DO UPDATE SET keep_until = max(keep_until, excluded.keep_until), mark = coalesce(excluded.mark, mark),
      not_before = max(coalesce(not_before, excluded.not_before), coalesce(excluded.not_before, not_before))`,
  clearMark: `UPDATE sess_user SET mark = NULL WHERE ${OF_USER} AND mark = $mark`,
  readDevice: 'SELECT expires_at FROM sess_device WHERE user_id = $userId AND device_hash = $hash',
  noteDevice: `INSERT INTO sess_device (user_id, device_hash, expires_at) VALUES ($userId, $hash, $expiresAt)
    ON CONFLICT DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)`,
  useTicket: `INSERT INTO sess_ticket (ticket, expires_at) VALUES ($ticket, $expiresAt)
    ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at WHERE expires_at < $now`,
  sweepSessions: swept('sess_session', 'keep_until <= $now'),
  sweepUsers: swept('sess_user', 'mark IS NULL AND keep_until <= $now'),
  sweepDevices: swept('sess_device', 'expires_at <= $now'),
  sweepTickets: swept('sess_ticket', 'expires_at < $now'),
  sessionsLeft: 'SELECT 1 FROM sess_session WHERE keep_until <= $now LIMIT 1',
  usersLeft: 'SELECT 1 FROM sess_user WHERE mark IS NULL AND keep_until <= $now LIMIT 1',
  devicesLeft: 'SELECT 1 FROM sess_device WHERE expires_at <= $now LIMIT 1',
  ticketsLeft: 'SELECT 1 FROM sess_ticket WHERE expires_at < $now LIMIT 1',
} as const

function swept(table: string, condition: string): string {
  return `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT $limit)`
}

type Name = keyof typeof SQL

/** Prepares those that are named, once. Throws SQLite's error where a table is not there. */
export function prepared<Names extends Name>(
  db: DatabaseSync,
  ...names: readonly Names[]
): Readonly<Record<Names, StatementSync>> {
  const statements: Partial<Record<Names, StatementSync>> = {}
  for (const name of names) statements[name] = db.prepare(SQL[name])
  return statements as Record<Names, StatementSync>
}

/** The row of a statement that has one at most. Not `get()`: in Node 22.5 it makes a row of nulls where there is none. */
export const first = (statement: StatementSync, parameters: Record<string, SQLInputValue>) =>
  statement.all(parameters)[0]
