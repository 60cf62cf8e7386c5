/**
 * The part of an ioredis client that the store uses. Written down here, so that one type fits the `Redis` and `Cluster` of
 * ioredis 5 and 6, whichever copy of it the app has.
 */
export interface RedisClient {
  readonly status: string
  readonly options: RedisClientOptions
  /** `true` on a `Cluster`. */
  readonly isCluster?: boolean
  hget(key: string, field: string): Promise<string | null>
  get(key: string): Promise<string | null>
  hgetall(key: string): Promise<Record<string, string>>
  set(key: string, value: string, px: 'PXAT', at: number, nx: 'NX'): Promise<string | null>
  evalsha(sha: string, keys: number, ...args: (string | number)[]): Promise<unknown>
  eval(lua: string, keys: number, ...args: (string | number)[]): Promise<unknown>
  pipeline(): RedisPipeline
  on(event: 'ready' | 'end' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: string, listener: (error: Error) => void): unknown
}

export interface RedisPipeline {
  hget(key: string, field: string): this
  evalsha(sha: string, keys: number, ...args: (string | number)[]): this
  eval(lua: string, keys: number, ...args: (string | number)[]): this
  wait(replicas: number, timeout: number): this
  exec(): Promise<[error: Error | null, result: unknown][] | null>
}

/** A connection that listens: a `Redis`, not a `Cluster`. */
export interface RedisSubscriber {
  readonly status: string
  readonly isCluster?: boolean
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  on(event: 'ready' | 'close', listener: () => void): unknown
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  off(event: string, listener: (channel: string, message: string) => void): unknown
}

/** What the store looks at of the options that the client was made with. */
export interface RedisClientOptions {
  readonly keyPrefix?: string | undefined
  readonly enableAutoPipelining?: boolean | undefined
  readonly enableOfflineQueue?: boolean | undefined
  readonly maxRetriesPerRequest?: number | null | undefined
  readonly scaleReads?: unknown
  readonly role?: unknown
  readonly readOnly?: boolean | undefined
}
