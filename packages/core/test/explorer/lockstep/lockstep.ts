import { decodeAuth } from '../../../src/auth-state.ts'
import { toBase64url } from '../../../src/bytes.ts'
import type { SessionsOptions } from '../../../src/options.ts'
import { Browser } from '../../support/browser.ts'
import { Clock, HOUR, SECOND } from '../../support/clock.ts'
import { firstWorld } from '../explore.ts'
import { movesOf } from '../moves.ts'
import type { Protocol } from '../protocol.ts'
import { NEVER, NOW } from '../records.ts'
import type { Scenario } from '../scenario.ts'
import { Stage } from '../stage.ts'
import type { Move, Request, World } from '../world.ts'
import { GatedServer } from './gated-server.ts'
import { LosingStore } from './losing-store.ts'
import { RealRequest } from './real-request.ts'

/** One world of the explorer and the real facade, taking the same steps: so the model says what the code does. */
export class Lockstep {
  readonly stage: Stage
  world: World
  readonly #clock = new Clock()
  readonly #losing = new LosingStore()
  readonly #options: Omit<SessionsOptions, 'store'>
  /** The real request of each request of the model, in the same order. */
  #requests: RealRequest[] = []
  /** The real tokens by the model's names, and the model's keys by real hashes. */
  readonly #tokens = new Map<string, string>()
  readonly #keys = new Map<string, number>()
  #id = ''

  constructor(scenario: Scenario, protocol: Protocol) {
    this.stage = new Stage(scenario, protocol)
    this.world = firstWorld(this.stage)
    this.#options = {
      now: this.#clock.now,
      clockSkew: 1,
      renewalOverlap: scenario.overlap * SECOND - 1,
      renewalInterval: scenario.renewalInterval * SECOND,
      idleTimeout: 12 * HOUR,
      absoluteTimeout: 12 * HOUR,
      idleTolerance: 6 * HOUR,
    }
  }

  async signIn(): Promise<void> {
    const server = new GatedServer(this.#losing.store, this.#options)
    const browser = new Browser(server.sessions, this.#clock)
    const visiting = browser.visit(async (session) => {
      const login = session.login('alice')
      await new Promise((resolve) => setImmediate(resolve))
      await server.step()
      await login
      this.#id = session.id ?? ''
    })
    await visiting
    this.#tokens.set('k0g0', browser.token ?? '')
  }

  /** The moves that both can take. Where a handler is about to try again, no time passes. */
  moves(): Move[] {
    const retries = this.#requests.some((request) => request.retries)
    return movesOf(this.stage, this.world).filter(({ action }) => !(retries && action.of === 'time'))
  }

  /** Takes the step; a text if the two differ afterwards, or if a promise broke. */
  async take(move: Move): Promise<string | null> {
    const { action, what, world: after } = move
    let finished: RealRequest | null = null
    switch (action.of) {
      case 'request': {
        const request = this.#requests[action.index] as RealRequest
        await request.step()
        const others = this.#requests.filter((_, index) => index !== action.index)
        const goesOn = after.requests.length > others.length
        if (!goesOn) finished = request
        this.#requests = goesOn ? [...others, request] : others
        const expected = goesOn ? (after.requests.at(-1) as Request).phase.at : 'over'
        if (request.phase !== expected)
          return `${what}: the model is at "${expected}", the code at "${request.phase}"`
        break
      }
      case 'send':
        await this.#send(action.request)
        break
      case 'fail-over':
        await this.#losing.loseLastWrite(this.#clock.now())
        break
      case 'time':
        this.#clock.forward(action.ticks * SECOND)
        break
      case 'stroke':
        await this.#revoke()
        break
    }
    this.world = after
    return move.broken ?? this.#compareAnswer(what, finished) ?? (await this.#compareStore(what))
  }

  async #send(request: Request): Promise<void> {
    const server = new GatedServer(this.#losing.store, this.#options)
    const token = this.#tokens.get(this.stage.keyring.at(request.token).name)
    if (token === undefined) throw new Error('Nobody was handed such a token.')
    this.#requests.push(new RealRequest(server, request, token))
    await new Promise((resolve) => setImmediate(resolve))
  }

  async #revoke(): Promise<void> {
    const server = new GatedServer(this.#losing.store, this.#options)
    const revoked = server.sessions.revoke(this.#id)
    await new Promise((resolve) => setImmediate(resolve))
    await server.step()
    await revoked
  }

  /** One token per key and generation: also how renewal converges. */
  #compareAnswer(what: string, finished: RealRequest | null): string | null {
    if (finished === null) return null
    const name = /is handed (k\d+g\d+)$/.exec(what)?.[1] ?? null
    const { handed } = finished
    if ((name === null) !== (handed === null))
      return `${what}: the code hands out ${handed === null ? 'nothing' : 'a token'}`
    if (name === null || handed === null) return null
    const known = this.#tokens.get(name)
    if (known === undefined) this.#tokens.set(name, handed)
    return known === undefined || known === handed ? null : `${what}: the code hands out another ${name}`
  }

  async #compareStore(what: string): Promise<string | null> {
    const real = await this.#losing.read(this.#id)
    if (real === null) return `${what}: the record is gone`
    const { store } = this.world
    const state = decodeAuth(real)
    const hash = toBase64url(state.secretHash)
    const key = this.#keys.get(hash) ?? this.stage.keyOf(store)
    this.#keys.set(hash, key)
    const tick = (at: number) => NOW - (this.#clock.now() - at) / SECOND
    const kept = this.stage.records.keep({
      record: {
        ...this.stage.records.at(store).record,
        ended: real.ended && { reason: real.ended.reason, at: NOW, keepUntil: NEVER },
      },
      state: {
        ...state,
        secretHash: this.stage.keyring.hashOf(key),
        keyedAt: tick(state.keyedAt),
        renewedAt: tick(state.renewedAt),
        confirmedAt: state.confirmedAt === null ? null : tick(state.confirmedAt),
        reissuedAt: tick(state.reissuedAt),
        replaced: state.replaced.map(([generation, at, late]) => [generation, tick(at), late]),
      },
    })
    if (kept === store) return null
    const { records } = this.stage
    return `${what}: the model has "${records.name(store)}", the code "${records.name(kept)}"`
  }
}
