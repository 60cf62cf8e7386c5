import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import { afterEach } from 'vitest'

interface Stoppable {
  stop(): Promise<void>
}

/**
 * Keeps what a test opens and closes it after the test, connections first. Errors of a connection are what these tests are
 * about: they are collected, so that a test can look at them, and never printed.
 */
export function opened() {
  const servers: Stoppable[] = []
  const clients: { disconnect(): void }[] = []
  const errors: Error[] = []
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect()
    await Promise.all(servers.splice(0).map((server) => server.stop()))
    errors.length = 0
  })
  const client = <
    T extends { disconnect(): void; on(event: 'error', listener: (error: Error) => void): unknown },
  >(
    made: T,
  ): T => {
    made.on('error', (error) => errors.push(error))
    clients.push(made)
    return made
  }
  return {
    errors,
    server: <T extends Stoppable>(server: T): T => {
      servers.push(server)
      return server
    },
    client,
    redis: (port: number, options: Omit<RedisOptions, 'replyMapping'> = {}) =>
      client(
        new Redis({ ...options, port, host: '127.0.0.1', retryStrategy: options.retryStrategy ?? soon }),
      ),
    cluster: (nodes: readonly { port: number }[], options: Omit<ClusterOptions, 'redisOptions'> = {}) =>
      client(
        new Cluster(
          nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
          { ...options, clusterRetryStrategy: soon },
        ),
      ),
  }
}

/** Reconnects so soon that a test sees the recovery. */
const soon = () => 50
