import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, freePorts } from '@sess/servers/program'
import { startRedis } from '@sess/servers/redis'
import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { ending, NOW, ownerOf, record } from './helpers/records.ts'
import { opened } from './helpers/servers.ts'

const open = opened()
const folder = mkdtempSync(join(tmpdir(), 'sess-tls-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A certificate for 127.0.0.1 that is its own authority, good for an hour or so. */
function certificate(): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert]
  execFileSync(findProgram('openssl', 'apt-get install openssl'), [...made, ...name], { stdio: 'ignore' })
  return { key, cert }
}

test('over TLS every verb works as without, and a server that nobody vouches for is an error', async () => {
  const { key, cert } = certificate()
  const [tlsPort = 0] = await freePorts(1)
  open.server(
    await startRedis({
      config: {
        'tls-port': String(tlsPort),
        'tls-cert-file': cert,
        'tls-key-file': key,
        'tls-ca-cert-file': cert,
        'tls-auth-clients': 'no',
      },
    }),
  )
  const connect = (ca?: Buffer) =>
    open.client(new Redis({ host: '127.0.0.1', port: tlsPort, tls: ca === undefined ? {} : { ca } }))
  const trusting = readFileSync(cert)
  const store = redisStore(connect(trusting), { subscriber: connect(trusting) })
  const notices: string[] = []
  await store.subscribe?.(
    ({ ref }) => notices.push(ref.id),
    () => {},
  )
  const one = record()
  expect(await store.create(one, NOW)).toMatchObject({ outcome: 'created' })
  expect(await store.read(one.id)).toEqual(one)
  const next = { ...one, revision: 'next', body: '1é'.repeat(100_000) }
  expect(await store.replace(next, one.revision, NOW)).toEqual({ outcome: 'replaced' })
  expect(await store.list(ownerOf('alice'), NOW)).toEqual([next])
  expect(await store.endAll(ownerOf('alice'), ending(), NOW)).toHaveLength(1)
  expect(await store.end(one.id, ending(), NOW)).toBeNull()
  await expect.poll(() => notices).toEqual([one.id])

  await expect(redisStore(connect(), { timeout: 500 }).read(one.id)).rejects.toThrow(
    /self-signed certificate/,
  )
})
