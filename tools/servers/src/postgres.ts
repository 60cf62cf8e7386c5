import { type DatabaseServer, locate, startDatabase, versionedBins } from './database-process.ts'

/** A PostgreSQL of its own. `settings` go to the server as `-c name=value`. */
export function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<DatabaseServer> {
  const bins = versionedBins('/usr/lib/postgresql')
  return startDatabase('postgres', (data, port) => ({
    prepare: {
      program: locate('initdb', bins),
      args: ['-D', data, '-U', 'sess', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    },
    serve: {
      program: locate('postgres', bins),
      args: ['-D', data, '-p', String(port), ...configured({ ...QUICK, ...settings })],
    },
    ready: /database system is ready to accept connections/,
    url: `postgresql://sess@127.0.0.1:${port}/postgres`,
  }))
}

/** Nothing is flushed to the disk: a killed server loses nothing by that, only a machine without power would. */
const QUICK = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
}

const configured = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
