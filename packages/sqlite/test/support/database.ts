import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createTables } from '../../src/index.ts'

export interface TestFile {
  readonly path: string
  /** A new connection, as the README says to open one. */
  open(): DatabaseSync
  remove(): void
}

/** An empty folder of its own for a database, with tables in it. */
export function databaseFile(): TestFile {
  const folder = mkdtempSync(join(tmpdir(), 'sess-sqlite-'))
  const path = join(folder, 'sessions.db')
  const connections: DatabaseSync[] = []
  const open = (): DatabaseSync => {
    const db = new DatabaseSync(path, { timeout: 5000 })
    connections.push(db)
    return db
  }
  const db = open()
  db.exec('PRAGMA journal_mode = WAL')
  createTables(db)
  db.close()
  return {
    path,
    open,
    remove() {
      for (const connection of connections) if (connection.isOpen) connection.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const TABLES = ['sess_session', 'sess_user', 'sess_device', 'sess_ticket']

/** The rows of all tables. */
export function countRows(db: DatabaseSync): number {
  const counts = TABLES.map((table) =>
    Number(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows),
  )
  return counts.reduce((sum, rows) => sum + rows, 0)
}
