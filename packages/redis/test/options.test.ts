import { ConfigError } from '@sess/core'
import { Cluster, Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import type { RedisClient, RedisStoreOptions } from '../src/index.ts'
import { redisStore } from '../src/index.ts'

const lazy = { lazyConnect: true } as const
const redis = new Redis(lazy)

/** The option that the refusal names. */
function refused(client: unknown, options?: object): string {
  try {
    redisStore(client as RedisClient, options as RedisStoreOptions)
  } catch (error) {
    if (error instanceof ConfigError) return error.option
    throw error
  }
  return 'nothing was refused'
}

describe('what could not keep the promises does not start', () => {
  test.each([
    ['no client', undefined, 'redis'],
    ['another library’s client', { get() {}, set() {}, hGet() {} }, 'redis'],
    [
      'a cluster that reads from replicas',
      new Cluster([], { ...lazy, scaleReads: 'slave' }),
      'redis.scaleReads',
    ],
    ['a cluster that reads from all', new Cluster([], { ...lazy, scaleReads: 'all' }), 'redis.scaleReads'],
    ['one that picks by a function', new Cluster([], { ...lazy, scaleReads: () => [] }), 'redis.scaleReads'],
    ['a replica by way of Sentinel', new Redis({ ...lazy, role: 'slave' }), 'redis.role'],
    ['a connection in read-only mode', new Redis({ ...lazy, readOnly: true }), 'redis.readOnly'],
  ])('client: %s', (_, client, option) => {
    expect(refused(client)).toBe(option)
  })

  test.each([
    ['an option that does not exist', { keyPrefix: 'x' }, 'keyPrefix'],
    ['a prefix that would decide the slot', { prefix: '{app}' }, 'prefix'],
    ['an empty prefix', { prefix: '' }, 'prefix'],
    ['no time at all', { timeout: 0 }, 'timeout'],
    ['no replica to wait for', { waitReplicas: { replicas: 0 } }, 'waitReplicas.replicas'],
    [
      'a wait longer than the call',
      { timeout: 500, waitReplicas: { replicas: 1, timeout: 500 } },
      'waitReplicas.timeout',
    ],
    ['the client itself as subscriber', { subscriber: redis }, 'subscriber'],
    ['a cluster as subscriber', { subscriber: new Cluster([], lazy) }, 'subscriber'],
    ['something else as subscriber', { subscriber: {} }, 'subscriber'],
  ])('options: %s', (_, options, option) => {
    expect(refused(redis, options)).toBe(option)
  })

  test('everything else does', () => {
    redisStore(redis)
    redisStore(redis, { prefix: 'shop:eu', timeout: 50, waitReplicas: { replicas: 2 }, publish: true })
    redisStore(new Cluster([], { ...lazy, scaleReads: 'master' }), { subscriber: redis })
  })
})
