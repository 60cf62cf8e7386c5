import { until } from './program.ts'
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts'

/** A master and a replica of it. */
export interface ReplicaPair {
  readonly master: RedisServer
  readonly replica: RedisServer
  /** Until the replica has everything that the master has written. */
  caughtUp(): Promise<void>
  /** The replica becomes the master, with whatever it has; the old master follows it, if it is still there. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

export async function startReplicaPair(): Promise<ReplicaPair> {
  const master = await startRedis()
  const replica = await startRedis({ replicaOf: master.port })
  await until('the replica follows', async () => (await replica.info('master_link_status')) === 'up')
  return {
    master,
    replica,
    caughtUp: () =>
      until('the replica has everything', async () => {
        const [written, received] = await Promise.all([
          master.info('master_repl_offset'),
          replica.info('slave_repl_offset'),
        ])
        return Number(received) >= Number(written)
      }),
    async failOver() {
      await replica.command('REPLICAOF', 'NO', 'ONE')
      await master.command('REPLICAOF', '127.0.0.1', replica.port).catch(() => 'gone')
    },
    async stop() {
      await Promise.all([master.stop(), replica.stop()])
    },
  }
}

/** A replica pair that a sentinel watches: it makes the replica the master when the master is gone for a second. */
export interface WatchedPair extends ReplicaPair {
  readonly sentinel: RedisServer
  /** What clients ask the sentinel for. */
  readonly name: string
  /** The port of the master, as the sentinel knows it. */
  masterPort(): Promise<number>
}

export async function startWatchedPair(): Promise<WatchedPair> {
  const pair = await startReplicaPair()
  const name = 'sessions'
  const sentinel = await startRedis({
    sentinel: [
      `sentinel monitor ${name} 127.0.0.1 ${pair.master.port} 1`,
      `sentinel down-after-milliseconds ${name} 1000`,
      `sentinel failover-timeout ${name} 3000`,
    ],
  })
  await until('the sentinel knows the replica', async () => {
    const replicas = (await sentinel.command('SENTINEL', 'REPLICAS', name)) as unknown[]
    return replicas.length === 1
  })
  return {
    ...pair,
    sentinel,
    name,
    async masterPort() {
      const [, port] = (await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)) as string[]
      return Number(port)
    },
    async stop() {
      await Promise.all([sentinel.stop(), pair.stop()])
    },
  }
}

/** Masters that share all slots evenly. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** The node that has the slot now. */
  ownerOf(slot: number): Promise<RedisServer>
  slotOf(key: string): Promise<number>
  /** Marks the slot as on its way, so that keys that are not there yet are asked for at the target. */
  beginMigration(slot: number, target: RedisServer): Promise<void>
  /** Moves what the slot holds, and hands it over. */
  finishMigration(slot: number, target: RedisServer): Promise<void>
  stop(): Promise<void>
}

const SLOTS = 16_384

export async function startRedisCluster(
  masters = 3,
  options: Pick<RedisOptions, 'config' | 'durable'> = {},
): Promise<RedisCluster> {
  const start = () => startRedis({ ...options, cluster: true })
  const nodes = await Promise.all(Array.from({ length: masters }, start))
  const [first] = nodes
  if (first === undefined) throw new RangeError('A cluster has at least one master.')
  await Promise.all(
    nodes.map(async (node, i) => {
      const [from, to] = [i, i + 1].map((share) => Math.floor((share * SLOTS) / masters))
      const slots = Array.from({ length: (to ?? 0) - (from ?? 0) }, (_, k) => (from ?? 0) + k)
      await node.command('CLUSTER', 'ADDSLOTS', ...slots)
      await node.command('CLUSTER', 'SET-CONFIG-EPOCH', i + 1)
    }),
  )
  const bus = String(await first.command('CLUSTER', 'NODES')).match(/@(\d+)/)?.[1] ?? ''
  for (const node of nodes.slice(1)) await node.command('CLUSTER', 'MEET', '127.0.0.1', first.port, bus)
  await Promise.all(
    nodes.map((node) =>
      until('every node knows the whole cluster', async () => {
        const info = String(await node.command('CLUSTER', 'INFO'))
        return info.includes('cluster_state:ok') && info.includes(`cluster_size:${masters}`)
      }),
    ),
  )
  return cluster(nodes, first)
}

function cluster(nodes: readonly RedisServer[], first: RedisServer): RedisCluster {
  const idOf = async (node: RedisServer) => String(await node.command('CLUSTER', 'MYID'))
  const ownerOf = async (slot: number): Promise<RedisServer> => {
    const ranges = (await first.command('CLUSTER', 'SLOTS')) as [number, number, [string, number]][]
    const range = ranges.find(([from, to]) => slot >= from && slot <= to)
    const owner = nodes.find(({ port }) => port === range?.[2][1])
    if (owner === undefined) throw new Error(`Nobody has slot ${slot}.`)
    return owner
  }
  return {
    nodes,
    ownerOf,
    slotOf: async (key) => Number(await first.command('CLUSTER', 'KEYSLOT', key)),
    async beginMigration(slot, target) {
      const source = await ownerOf(slot)
      await target.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await idOf(source))
      await source.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await idOf(target))
    },
    async finishMigration(slot, target) {
      const source = await ownerOf(slot)
      const keys = (await source.command('CLUSTER', 'GETKEYSINSLOT', slot, 1_000)) as string[]
      for (const key of keys) await source.command('MIGRATE', '127.0.0.1', target.port, key, 0, 5_000)
      const owner = await idOf(target)
      for (const node of [target, source, ...nodes]) {
        await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', owner)
      }
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}
