/** SQLite's primary result codes: https://www.sqlite.org/rescode.html */
const ADVICE_BY_CODE: Readonly<Record<number, string>> = {
  5: 'Another connection held the file for longer than this one waits. Give it time, new DatabaseSync(path, { timeout: 5000 }), and keep other transactions short.',
  6: 'Something else on this very connection uses the tables. Give the sessions a connection of their own.',
  8: 'The database is read-only. Open it without readOnly, and let this process write to the file and, for WAL, to its folder.',
  10: 'The disk failed to read or write. SQLite needs a local disk, not a network file system.',
  11: 'The file is damaged. Bring back a backup, or start with an empty file: then everybody signs in again.',
  13: 'The disk is full, or PRAGMA max_page_count is reached. Make room; sessions.sweep() lets go of what is over.',
  14: 'The file cannot be opened. Its folder has to exist, and this process has to be allowed to write there.',
  26: 'The file is no SQLite database, or is encrypted.',
}

const ADVICE_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/no such table/, 'Call createTables(db) once before, or run tablesSql in a migration, on this very file.'],
  [
    /no such column|has no column/,
    'The tables are of another version of @sess/sqlite: see its change log for the migration.',
  ],
  [
    /within a transaction/,
    'The app has a transaction open on this connection. Give the sessions a connection of their own.',
  ],
  [/database is not open/, 'The app closed the connection. Close it after the last request.'],
]

/** SQLite's error with what to do about it; SQLite's own is its `cause`. Other errors stay what they are. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError) return error
  const advice =
    ADVICE_BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1] ?? ADVICE_BY_CODE[codeOf(error)]
  return advice === undefined ? error : new Error(`${error.message}. ${advice}`, { cause: error })
}

/** Extended codes have the primary one in their last eight bits. */
const codeOf = (error: Error): number =>
  'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
