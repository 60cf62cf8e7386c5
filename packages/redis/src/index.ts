import type { DeviceLedger, ReplayGuard, SessionStore } from '@sess/core'
import type { RedisClient } from './client.ts'
import { Commands } from './commands.ts'
import { createSession } from './creating.ts'
import { recognizeDevice } from './devices.ts'
import { endAllSessions, endSession } from './ending.ts'
import { subscribeTo } from './notices.ts'
import { channelOf, type RedisStoreOptions, resolveOptions } from './options.ts'
import type { Place } from './place.ts'
import { listSessions, readSession } from './reading.ts'
import { Reads } from './reads.ts'
import { replaceSession } from './replacing.ts'
import { consumeOnce } from './replay.ts'

export type { RedisClient, RedisClientOptions, RedisPipeline, RedisSubscriber } from './client.ts'
export type { RedisStoreOptions } from './options.ts'

/** Sessions, known devices and things used once, in one Redis. `subscribe` is there with the option `subscriber`. */
export type RedisStore = SessionStore & DeviceLedger & ReplayGuard

/**
 * The store on Redis or Valkey, over a client of ioredis 5 or 6 that stays the app's: the store never connects and never closes it.
 *
 *     const sessions = createSessions({ store: redisStore(new Redis(process.env.REDIS_URL)) })
 *
 * A rejected promise means that Redis failed or did not answer in time. A call may then still have taken effect; each may be repeated.
 */
export function redisStore(redis: RedisClient, options: RedisStoreOptions = {}): RedisStore {
  const settings = resolveOptions(redis, options)
  const { subscriber, prefix } = settings
  const commands = new Commands(redis, settings)
  const place: Place = { settings, commands, reads: new Reads(commands, redis) }
  return {
    create: (record, now, rest = {}) => createSession(place, record, now, rest),
    read: (id) => readSession(place, id),
    replace: (next, expected, now, rest = {}) => replaceSession(place, next, expected, now, rest),
    end: (id, ending, now, rest = {}) => endSession(place, id, ending, now, rest),
    list: (owner, now) => listSessions(place, owner, now),
    endAll: (owner, ending, now, rest = {}) => endAllSessions(place, owner, ending, now, rest),
    ...(subscriber && {
      subscribe: (listener, onGap) => subscribeTo(subscriber, channelOf(redis, prefix), listener, onGap),
    }),
    recognize: (owner, deviceHash, now, ttl) => recognizeDevice(place, owner, deviceHash, now, ttl),
    consumeOnce: (key, expiresAt) => consumeOnce(place, key, expiresAt),
  }
}
