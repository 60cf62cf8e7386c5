export { type SqliteStore, sqliteStore } from './store.ts'
export { createTables, tablesSql } from './tables.ts'
