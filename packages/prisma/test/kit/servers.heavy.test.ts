import { OLDER } from '../setup/kits.ts'
import { serverKit } from '../setup/server-kit.ts'
import { SERVER_NAMES, SERVERS } from '../setup/servers.ts'

for (const name of SERVER_NAMES) {
  serverKit(`the kits on ${name}`, name, SERVERS[name].connect, { actors: 25, runs: 10 })
  serverKit(`the kits on ${name} with Prisma 6`, name, SERVERS[name].connectOld, OLDER)
}
