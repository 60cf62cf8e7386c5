import { serverKit } from '../setup/server-kit.ts'
import { SERVER_NAMES, SERVERS } from '../setup/servers.ts'

const older = { actors: 20, runs: 1, without: /^\[(MODEL|BYTES-USER|RACE-MIXED|ENDALL-ENDS)\]/ }

for (const name of SERVER_NAMES) {
  serverKit(`the kits on ${name}`, name, SERVERS[name].connect, { actors: 30, runs: 10 })
  serverKit(`the kits on ${name} with Prisma 6`, name, SERVERS[name].connectOld, older)
}
