import { SQLITE } from '../setup/sqlite.ts'
import { sqliteKit } from '../setup/sqlite-kit.ts'

sqliteKit('libsql', SQLITE.libsql)
