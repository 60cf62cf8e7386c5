import type { StoreSubject } from '@sess/conformance/store'
import { startProxy, type TcpProxy } from '@sess/servers/proxy'
import { type RedisServer, startRedis } from '@sess/servers/redis'
import { startRedisCluster } from '@sess/servers/redis-topologies'
import * as ioredis6 from 'ioredis'
import * as ioredis5 from 'ioredis5'
import { type RedisClient, type RedisStore, type RedisSubscriber, redisStore } from '../../src/index.ts'

type Client = RedisClient & RedisSubscriber & { disconnect(): void }

interface Connections {
  readonly client: Client
  readonly subscriber: Client
}

/** A proxy before every node, and how to reach them through it, in both versions of the client. */
export interface Rig {
  readonly proxies: readonly TcpProxy[]
  subject(library: 5 | 6): Promise<RedisSubject>
  stop(): Promise<void>
}

/** The store of one case, which is both ports as well. */
interface RedisSubject extends Required<StoreSubject> {
  readonly store: RedisStore
  second(): Promise<RedisStore>
}

const soon = () => 20

export async function startRig(topology: 'single' | 'cluster'): Promise<Rig> {
  const cluster = topology === 'cluster' ? await startRedisCluster() : null
  const nodes: readonly RedisServer[] = cluster?.nodes ?? [await startRedis()]
  const proxies = await Promise.all(nodes.map(({ port }) => startProxy(port)))
  const [firstPort = 0] = proxies.map(({ port }) => port)
  const connections = new Map<string, Connections>()
  let subjects = 0
  const listenTo = { host: '127.0.0.1', port: firstPort, retryStrategy: soon }
  /** Every node of a cluster is told what is published on any. */
  const listener = (library: 5 | 6) =>
    quiet(library === 5 ? new ioredis5.Redis(listenTo) : new ioredis6.Redis(listenTo))

  function connect(library: 5 | 6): Client {
    if (cluster === null) return listener(library)
    const natMap = Object.fromEntries(
      nodes.map(({ port }, i) => [`127.0.0.1:${port}`, { host: '127.0.0.1', port: proxies[i]?.port ?? 0 }]),
    )
    const start = nodes.map(({ port }) => ({ host: '127.0.0.1', port }))
    const options = { natMap, clusterRetryStrategy: soon }
    return quiet(library === 5 ? new ioredis5.Cluster(start, options) : new ioredis6.Cluster(start, options))
  }

  /** The connections of a process stay from case to case. */
  function connected(library: 5 | 6, process: number): Connections {
    const name = `${library} ${process}`
    const there = connections.get(name) ?? { client: connect(library), subscriber: listener(library) }
    connections.set(name, there)
    return there
  }

  async function subject(library: 5 | 6): Promise<RedisSubject> {
    await Promise.all(nodes.map((node) => node.command('FLUSHALL')))
    // A notice of the case before may still be on its way from node to node, so each has a channel of its own.
    const prefix = `case-${++subjects}`
    const open = async (process: number) => {
      const { client, subscriber } = connected(library, process)
      await client.get('until it is connected')
      return redisStore(client, { prefix, subscriber, timeout: 2_000 })
    }
    const started = Date.now()
    return {
      store: await open(0),
      second: () => open(1),
      async leftovers(now) {
        const left = await Promise.all(nodes.map((node) => keysLeft(node, now - started)))
        return left.reduce((sum, count) => sum + count, 0)
      },
      async loseNextAnswer() {
        const lost = proxies.map((proxy) => proxy.cutNextAnswer())
        void Promise.race(lost).then(() => {
          for (const proxy of proxies) proxy.passAnswers()
        })
      },
      async outage() {
        for (const proxy of proxies) {
          proxy.accept(false)
          proxy.cut()
        }
      },
      async restore() {
        for (const proxy of proxies) proxy.accept(true)
      },
      async close() {},
    }
  }
  return {
    proxies,
    subject,
    async stop() {
      for (const { client, subscriber } of connections.values()) {
        client.disconnect()
        subscriber.disconnect()
      }
      await Promise.all([...proxies, ...nodes].map((one) => one.stop()))
    },
  }
}

function quiet<T extends Client>(client: T): Client {
  client.on('error', () => {})
  return client
}

/** How many keys will still be there after so many milliseconds: those that stay longer, or for ever. */
async function keysLeft(node: RedisServer, after: number): Promise<number> {
  const keys = (await node.command('KEYS', '*')) as string[]
  const stay = await Promise.all(keys.map(async (key) => Number(await node.command('PTTL', key))))
  return stay.filter((ttl) => ttl === -1 || ttl > after).length
}
