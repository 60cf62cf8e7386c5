import { ConfigError } from '@sess/core'
import type { RedisClient, RedisSubscriber } from './client.ts'

export interface RedisStoreOptions {
  /** Before every key and channel; two apps that share a Redis take two prefixes. Default `sess`. */
  readonly prefix?: string
  /** How long a call may take, in milliseconds, whatever the connection is doing. Then it fails. Default 5000. */
  readonly timeout?: number
  /**
   * A login, a re-keying and every end count as done only when so many replicas have them; otherwise the call fails, though it
   * has happened. `timeout` is how long to wait for the replicas, 1000 ms by default. Without this a fail-over may lose them.
   */
  readonly waitReplicas?: { readonly replicas: number; readonly timeout?: number }
  /** A connection of its own for `subscribe`; it, too, stays the app's. Endings and re-keyings are then published. */
  readonly subscriber?: RedisSubscriber
  /** Whether to publish endings and re-keyings; for processes that end sessions and do not listen. Default: with `subscriber`. */
  readonly publish?: boolean
  /** How much later than needed Redis drops what is over, in milliseconds: more than clocks may ever differ. Default 60000. */
  readonly expiryGrace?: number
  /** Told of each stored record that `list` had to leave out because it cannot be read. Default: a process warning. */
  readonly onUnreadable?: (error: Error) => void
}

export interface Settings {
  readonly prefix: string
  readonly timeout: number
  readonly wait: { readonly replicas: number; readonly timeout: number } | null
  readonly subscriber: RedisSubscriber | null
  /** What scripts publish to; empty: nothing is published. */
  readonly channel: string
  readonly grace: number
  readonly onUnreadable: (error: Error) => void
}

const KNOWN = ['prefix', 'timeout', 'waitReplicas', 'subscriber', 'publish', 'expiryGrace', 'onUnreadable']

/** `ConfigError` for anything that could not keep the promises. */
export function resolveOptions(client: RedisClient, options: RedisStoreOptions): Settings {
  checkClient(client)
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined)
    throw new ConfigError(unknown, 'redisStore has no such option.', `It has: ${KNOWN.join(', ')}.`)

  const { prefix = 'sess', waitReplicas, subscriber } = options
  if (!/^[^{}]+$/.test(prefix)) {
    throw new ConfigError(
      'prefix',
      'braces would put every user into one slot, and an empty one would mix with other keys.',
      "Use a name, for example 'shop'.",
    )
  }
  const timeout = milliseconds('timeout', options.timeout ?? 5_000, 1)
  const wait = waitReplicas && {
    replicas: milliseconds('waitReplicas.replicas', waitReplicas.replicas, 1),
    timeout: milliseconds('waitReplicas.timeout', waitReplicas.timeout ?? Math.min(1_000, timeout - 1), 1),
  }
  if (wait && wait.timeout >= timeout)
    throw new ConfigError('waitReplicas.timeout', 'the call fails before it.', 'Make it less than timeout.')
  if (subscriber !== undefined) checkSubscriber(client, subscriber)
  return {
    prefix,
    timeout,
    wait: wait ?? null,
    subscriber: subscriber ?? null,
    channel: (options.publish ?? subscriber !== undefined) ? channelOf(client, prefix) : '',
    grace: milliseconds('expiryGrace', options.expiryGrace ?? 60_000, 0),
    onUnreadable: options.onUnreadable ?? ((error) => process.emitWarning(error)),
  }
}

/** ioredis prefixes keys by itself, but not channels. */
export const channelOf = (client: RedisClient, prefix: string): string =>
  `${client.options.keyPrefix ?? ''}${prefix}:notices`

function checkClient(client: RedisClient): void {
  const is = (value: unknown): value is RedisClient =>
    typeof value === 'object' && value !== null && 'evalsha' in value && 'hget' in value && 'options' in value
  if (!is(client)) {
    throw new ConfigError(
      'redis',
      'it is no ioredis client.',
      'Pass a Redis or a Cluster: new Redis(process.env.REDIS_URL).',
    )
  }
  const { scaleReads = 'master', role = 'master', readOnly } = client.options
  const mend = 'Reads must see the latest write, or an ended session would go on: read from the master.'
  if (scaleReads !== 'master') throw new ConfigError('redis.scaleReads', 'it reads from replicas.', mend)
  if (role !== 'master') throw new ConfigError('redis.role', 'it connects to a replica.', mend)
  if (readOnly === true) throw new ConfigError('redis.readOnly', 'it reads from replicas.', mend)
}

function checkSubscriber(client: RedisClient, subscriber: RedisSubscriber): void {
  if (typeof subscriber?.subscribe !== 'function')
    throw new ConfigError('subscriber', 'it is no ioredis client.', 'Pass redis.duplicate().')
  if (Object.is(subscriber, client)) {
    throw new ConfigError(
      'subscriber',
      'a connection that listens cannot do anything else.',
      'Pass redis.duplicate().',
    )
  }
  if (subscriber.isCluster === true) {
    throw new ConfigError(
      'subscriber',
      'a Cluster changes the connection that it listens with and does not say so: notices would be lost unseen.',
      'Pass a Redis connected to one of its nodes: every node is told.',
    )
  }
}

function milliseconds(option: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new ConfigError(
    option,
    `${value} is no whole number of at least ${least}.`,
    'Leave it out for the default.',
  )
}
