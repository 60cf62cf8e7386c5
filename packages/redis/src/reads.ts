import type { RedisClient } from './client.ts'
import type { Commands } from './commands.ts'
import { withoutArguments } from './without-arguments.ts'

/** In one pipeline, so that the server is at work on the first ones while the last are still being written. */
const MOST = 32

type Text = string | null

interface Read {
  readonly key: string
  readonly field: string
  readonly resolve: (text: Text) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads of one moment travel together. One goes out at once when none is under way; those that come meanwhile are gathered until
 * the process has looked at everything that had arrived, and leave in one pipeline: one HGET each for the server, but one write
 * and one wake-up for all. A read that is alone waits for nobody.
 */
export class Reads {
  readonly #commands: Commands
  readonly #gathers: boolean
  #underWay = 0
  #gathered: Read[] = []

  constructor(commands: Commands, client: RedisClient) {
    this.#commands = commands
    // In a cluster they go to many nodes, and a client that gathers by itself needs no help.
    this.#gathers = client.isCluster !== true && client.options.enableAutoPipelining !== true
  }

  /** What `decode` makes of the field; it may throw. One promise from here to the answer, for each further one costs every request. */
  get<T>(key: string, field: string, decode: (text: Text) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const decoded = (text: Text) => {
        try {
          resolve(decode(text))
        } catch (error) {
          reject(error)
        }
      }
      const read = { key, field, resolve: decoded, reject }
      if (!this.#gathers) this.#commands.ask((client) => client.hget(key, field), decoded, reject)
      else if (this.#underWay === 0) this.#sendAlone(read)
      else this.#gather(read)
    })
  }

  #gather(read: Read): void {
    const gathered = this.#gathered.push(read)
    if (gathered >= MOST) this.#sendGathered()
    else if (gathered === 1) setImmediate(this.#sendGathered)
  }

  #sendAlone({ key, field, resolve, reject }: Read): void {
    this.#underWay++
    this.#commands.ask(
      (client) => client.hget(key, field),
      (text) => {
        this.#underWay--
        resolve(text)
      },
      (error) => {
        this.#underWay--
        reject(error)
      },
    )
  }

  readonly #sendGathered = (): void => {
    const reads = this.#gathered
    if (reads.length === 0) return
    this.#gathered = []
    this.#underWay++
    this.#commands.ask(
      (client) => answersTo(client, reads),
      () => {
        this.#underWay--
      },
      (error) => {
        this.#underWay--
        for (const { reject } of reads) reject(error)
      },
    )
  }
}

/** Settles each read by its own answer. */
async function answersTo(client: RedisClient, reads: readonly Read[]): Promise<void> {
  const pipeline = client.pipeline()
  for (const { key, field } of reads) pipeline.hget(key, field)
  const answers = (await pipeline.exec()) ?? []
  const again: Promise<void>[] = []
  reads.forEach((read, i) => {
    const [error, text] = answers[i] ?? [new Error('Redis answered a pipeline with nothing.'), null]
    if (error === null) read.resolve(text as Text)
    else if (isAborted(error)) again.push(client.hget(read.key, read.field).then(read.resolve, read.reject))
    else read.reject(withoutArguments(error))
  })
  await Promise.all(again)
}

/**
 * ioredis sends a command again when the connection is lost before its answer, but not the rest of a pipeline whose beginning was
 * answered. On its own a read would have been sent again, so it is here.
 */
const isAborted = (error: Error): boolean =>
  error.message.startsWith('Command aborted due to connection close')
