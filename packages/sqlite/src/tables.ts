import type { DatabaseSync } from 'node:sqlite'
import { atomically } from './transaction.ts'

/**
 * The tables and indexes, each `IF NOT EXISTS`: for a migration tool, or run by `createTables(db)`. Texts that may be any text are
 * UTF-8 in BLOBs: SQLite compares these by their bytes, and what NUL does in its TEXT is undefined. Times are milliseconds since the epoch.
 */
export const tablesSql = `CREATE TABLE IF NOT EXISTS sess_session (
  id TEXT NOT NULL PRIMARY KEY,
  revision BLOB NOT NULL,
  user_id BLOB,
  session_group BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  idle_expires_at INTEGER NOT NULL,
  absolute_expires_at INTEGER NOT NULL,
  keep_until INTEGER NOT NULL,
  ended TEXT,
  auth BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sess_session_keep_until ON sess_session (keep_until);

CREATE TABLE IF NOT EXISTS sess_user (
  partition TEXT NOT NULL,
  user_id BLOB NOT NULL,
  not_before INTEGER,
  keep_until INTEGER NOT NULL,
  mark BLOB,
  PRIMARY KEY (partition, user_id)
) STRICT;
CREATE INDEX IF NOT EXISTS sess_user_keep_until ON sess_user (keep_until) WHERE mark IS NULL;

CREATE TABLE IF NOT EXISTS sess_device (
  user_id BLOB NOT NULL,
  device_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, device_hash)
) STRICT;
CREATE INDEX IF NOT EXISTS sess_device_expires_at ON sess_device (expires_at);

CREATE TABLE IF NOT EXISTS sess_ticket (
  ticket BLOB NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sess_ticket_expires_at ON sess_ticket (expires_at);
`

/** Creates what is not there yet, in one transaction; several processes may do so at once. Changes nothing that is there. */
export function createTables(db: DatabaseSync): void {
  atomically(db, () => db.exec(tablesSql))
}
