import { SQLITE } from '../setup/sqlite.ts'
import { sqliteKit } from '../setup/sqlite-kit.ts'

sqliteKit('better-sqlite3', SQLITE['better-sqlite3'])
