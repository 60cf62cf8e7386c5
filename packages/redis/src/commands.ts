import type { RedisClient } from './client.ts'
import { Deadlines } from './deadlines.ts'
import type { Settings } from './options.ts'
import { Readiness } from './readiness.ts'
import type { Script } from './scripts/script.ts'
import { withoutArguments } from './without-arguments.ts'

type Args = readonly (string | number)[]

/** For one script and one call; every attempt goes to a server that has just said what it lacks. */
const MAX_ATTEMPTS = 4

/** Sends commands over the app's client, each within a bounded time, and scripts whether or not the server has seen them. */
export class Commands {
  readonly #client: RedisClient
  readonly #timeout: number
  readonly #wait: Settings['wait']
  readonly #readiness: Readiness
  readonly #deadlines: Deadlines
  readonly #loading = new Map<Script, Promise<void>>()

  constructor(client: RedisClient, { timeout, wait }: Pick<Settings, 'timeout' | 'wait'>) {
    this.#client = client
    this.#timeout = timeout
    this.#wait = wait
    this.#readiness = new Readiness(client)
    this.#deadlines = new Deadlines(timeout)
  }

  send<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.ask(command, resolve, reject))
  }

  /** As `send`, without a promise of its own. One of the two is told, once. */
  ask<T>(
    command: (client: RedisClient) => Promise<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    let waiting: ReturnType<Readiness['wait']> | null = null
    const call = this.#deadlines.begin(() => {
      waiting?.cancel()
      reject(this.#tooLate())
    })
    // A command that is answered after its time had its say already; its late failure is then not an unhandled one.
    const done = (value: T) => {
      if (this.#deadlines.end(call)) resolve(value)
    }
    const failed = (error: unknown) => {
      if (this.#deadlines.end(call)) reject(withoutArguments(error))
    }
    const go = () => {
      try {
        command(this.#client).then(done, failed)
      } catch (error) {
        failed(error)
      }
    }
    if (this.#readiness.now) go()
    else {
      waiting = this.#readiness.wait()
      waiting.ready.then(go, failed)
    }
  }

  /** One EVALSHA; an EVAL instead where the server does not know the script: after a restart, a fail-over, a new node. */
  run(script: Script, keys: readonly string[], args: Args): Promise<unknown> {
    return this.send((client) => this.#evaluate(client, script, keys, args))
  }

  /** As `run`, and fails unless enough replicas have what was written, if the app asked for that. */
  async runAndWait(script: Script, keys: readonly string[], args: Args): Promise<unknown> {
    const { replicas, timeout } = this.#wait ?? { replicas: 0, timeout: 0 }
    if (replicas === 0) return this.run(script, keys, args)
    const [answer, reached] = await this.send((client) =>
      this.#evaluateAndWait(client, script, keys, args, replicas, timeout),
    )
    if (reached >= replicas) return answer
    throw new Error(
      `It is done, but only ${reached} of ${replicas} replicas confirmed it within ${timeout} ms: a fail-over could still lose it. ` +
        'Repeating it is safe.',
    )
  }

  /**
   * A server that forgot a script forgot it for all who are asking just now. One of them brings it; the others wait for that and
   * ask again, so that a restart under load is not answered with the same script a thousand times.
   */
  async #evaluate(
    client: RedisClient,
    script: Script,
    keys: readonly string[],
    args: Args,
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await client.evalsha(script.sha, keys.length, ...keys, ...args)
      } catch (error) {
        if (!isUnknownScript(error)) throw error
      }
      const underWay = this.#loading.get(script)
      // On a cluster it may have been brought to another node.
      if (underWay === undefined || attempt === MAX_ATTEMPTS) return this.#load(client, script, keys, args)
      await underWay
    }
  }

  #load(client: RedisClient, script: Script, keys: readonly string[], args: Args): Promise<unknown> {
    const answer = client.eval(script.lua, keys.length, ...keys, ...args)
    const done = answer.then(
      () => {},
      () => {},
    )
    this.#loading.set(script, done)
    void done.then(() => {
      if (this.#loading.get(script) === done) this.#loading.delete(script)
    })
    return answer
  }

  /**
   * WAIT speaks of what its own connection has written, so both go out together. If the connection is lost between the two
   * answers ioredis fails the pipeline; if before both, it sends both again, and the script then repeats its write.
   */
  async #evaluateAndWait(
    client: RedisClient,
    script: Script,
    keys: readonly string[],
    args: Args,
    replicas: number,
    timeout: number,
  ): Promise<readonly [answer: unknown, reached: number]> {
    let known = true
    for (let attempt = 1; ; attempt++) {
      const pipeline = client.pipeline()
      const results = await (known
        ? pipeline.evalsha(script.sha, keys.length, ...keys, ...args)
        : pipeline.eval(script.lua, keys.length, ...keys, ...args)
      )
        .wait(replicas, timeout)
        .exec()
      const [answer, reached] = results ?? []
      const error = answer?.[0] ?? reached?.[0]
      if (answer !== undefined && reached !== undefined && !error) return [answer[1], Number(reached[1])]
      if (attempt === MAX_ATTEMPTS) throw error ?? new Error('Redis answered a pipeline with nothing.')
      if (isUnknownScript(error)) known = false
      // Sent on its own it follows the slot to its new node, and the client learns where that is.
      else if (isElsewhere(error)) await this.#evaluate(client, script, keys, args)
      else throw error
    }
  }

  #tooLate(): Error {
    const { lastError } = this.#readiness
    return new Error(
      `Redis did not answer within ${this.#timeout} ms (connection: ${this.#readiness.describe()}). ` +
        'If the command was sent it may still take effect; every verb may be repeated.',
      lastError === null ? undefined : { cause: lastError },
    )
  }
}

const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT')

const isElsewhere = (error: unknown): boolean =>
  error instanceof Error && /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN) /.test(error.message)
