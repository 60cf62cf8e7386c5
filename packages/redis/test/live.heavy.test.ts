import { once } from 'node:events'
import { createSessions, type Session } from '@sess/core'
import { startProxy } from '@sess/servers/proxy'
import { startRedis } from '@sess/servers/redis'
import { expect, test } from 'vitest'
import { redisStore } from '../src/index.ts'
import { Browser } from './helpers/browser.ts'
import { opened } from './helpers/servers.ts'

const open = opened()

/** Two servers of one app, each with a connection of its own, and one more to listen on. */
async function twoServers(port: number, heardThrough = port) {
  const server = (listenOn: number) =>
    createSessions({ store: redisStore(open.redis(port), { subscriber: open.redis(listenOn) }) })
  const [here, there] = [server(heardThrough), server(port)]
  const person = new Browser()
  await person.visit(there, (session) => session.login('alice'))
  const connection = async (): Promise<AbortSignal> => {
    const signal = await person.visit(here, (session: Session) => session.signal)
    expect(signal.aborted).toBe(false)
    return signal
  }
  return { there, person, connection }
}

const end = async (signal: AbortSignal): Promise<unknown> => {
  if (!signal.aborted) await once(signal, 'abort')
  return signal.reason
}

test('a live connection hears of the end, and of a new key, on another server', async () => {
  const { port } = open.server(await startRedis())
  const { there, person, connection } = await twoServers(port)
  const first = await connection()
  await person.visit(there, (session) => session.regenerate())
  expect(await end(first)).toMatchObject({ code: 'sess/superseded' })
  const second = await connection()
  await there.revokeAll('alice')
  expect(await end(second)).toMatchObject({ code: 'sess/ended', reason: 'revoked-by-administrator' })
})

test('also when the feed was cut meanwhile', async () => {
  const { port } = open.server(await startRedis())
  const proxy = open.server(await startProxy(port))
  const { there, connection } = await twoServers(port, proxy.port)
  const signal = await connection()
  // So that it is a cut of a feed that was there, not a first connection that fails.
  await there.revoke('A'.repeat(24))
  proxy.accept(false)
  proxy.cut()
  await there.compromised({ userId: 'alice' })
  proxy.accept(true)
  expect(await end(signal)).toMatchObject({ code: 'sess/ended', reason: 'compromised' })
})
