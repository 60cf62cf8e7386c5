import { writeFileSync } from 'node:fs'
import { type DatabaseServer, locate, startDatabase } from './database-process.ts'

/** A MariaDB of its own, with an empty database `sess`. `settings` go to the server as `--name=value`. */
export function startMariadb(settings: Readonly<Record<string, string>> = {}): Promise<DatabaseServer> {
  return startDatabase('mariadb', (data, port) => {
    writeFileSync(`${data}.sql`, 'CREATE DATABASE IF NOT EXISTS sess;\n')
    const always = { datadir: data, port: String(port), socket: `${data}.sock`, 'init-file': `${data}.sql` }
    return {
      prepare: {
        program: locate('mariadb-install-db'),
        args: [
          '--no-defaults',
          `--datadir=${data}`,
          '--auth-root-authentication-method=normal',
          '--skip-test-db',
        ],
      },
      serve: {
        program: locate('mariadbd'),
        args: ['--no-defaults', ...configured({ ...always, ...QUICK, ...settings })],
      },
      ready: /ready for connections/,
      url: `mariadb://root@127.0.0.1:${port}/sess`,
    }
  })
}

/** Small and quick. A killed server loses nothing by it, only a machine without power would. */
const QUICK = {
  'bind-address': '127.0.0.1',
  'innodb-flush-log-at-trx-commit': '2',
  'innodb-buffer-pool-size': '64M',
  'innodb-log-file-size': '16M',
  'performance-schema': 'OFF',
}

const configured = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
