import type { DatabaseSync } from 'node:sqlite'

/** Refuses what can be seen from the connection and would lose or damage confirmed writes in a crash. */
export function checkDatabase(db: DatabaseSync): void {
  const value = (pragma: string): unknown => Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]
  const files = db.prepare("SELECT file FROM pragma_database_list WHERE name = 'main'").get()
  const inMemory = !files?.file
  const journal = value('journal_mode')
  if (journal === 'off' || (journal === 'memory' && !inMemory))
    throw new TypeError(
      `journal_mode is ${journal}: a crash would damage the file. Run db.exec('PRAGMA journal_mode = WAL') once.`,
    )
  if (value('synchronous') === 0 && !inMemory)
    throw new TypeError(
      "synchronous is OFF: a power cut would damage the file. Run db.exec('PRAGMA synchronous = FULL') on this connection.",
    )
}
