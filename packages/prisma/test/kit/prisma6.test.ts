import { OLDER } from '../setup/kits.ts'
import { OLD_SQLITE } from '../setup/sqlite.ts'
import { sqliteKit } from '../setup/sqlite-kit.ts'

sqliteKit('better-sqlite3 and Prisma 6', OLD_SQLITE['better-sqlite3'], OLDER)
