import type { Decision } from '../../src/decide.ts'
import type { Policy } from '../../src/policy.ts'
import { isTouchDue, seen } from '../../src/record.ts'
import type { SessionRecord } from '../../src/store.ts'
import { firstAuth } from '../../src/transitions.ts'
import type { Delivery, Loaded, Rules, Verdict } from '../../src/verdict.ts'
import { Keyring } from './keyring.ts'
import type { Protocol } from './protocol.ts'
import { NEVER, NOW, Records } from './records.ts'
import type { Scenario, Server } from './scenario.ts'
import { NONE } from './world.ts'

/** What the real functions say of one token and one record at one server. */
export interface Judged {
  readonly verdict: Verdict
  readonly decision: Decision
  /** The record to write, or `NONE`. */
  readonly next: number
  readonly deliver: number
}

const DELIVERIES: readonly Delivery[] = ['cookie', 'token-endpoint', 'none']

/** One exploration's tokens, records and judgements: each pure function is called once per distinct input. */
export class Stage {
  readonly scenario: Scenario
  readonly protocol: Protocol
  readonly keyring = new Keyring()
  readonly records: Records
  readonly #policy: Policy
  readonly #judged = new Map<number, Judged>()
  readonly #rekeyed = new Map<number, number>()
  readonly #touched = new Map<number, number>()

  constructor(scenario: Scenario, protocol: Protocol) {
    const { overlap, renewalInterval, deadlines } = scenario
    this.scenario = scenario
    this.protocol = protocol
    const horizon = Math.max(renewalInterval, 2 * overlap) + overlap
    this.records = new Records(this.keyring, horizon, scenario.datesGenerations)
    this.#policy = {
      group: 'web',
      carrier: 'cookie',
      idleTimeout: deadlines?.idle ?? NEVER,
      idleTolerance: deadlines?.tolerance ?? NEVER,
      absoluteTimeout: deadlines?.absolute ?? NEVER,
      renewalInterval,
      overlap,
      limitOf: async () => null,
    }
  }

  /** A session whose first token has just been handed out. */
  firstRecord(): number {
    const { keyring, scenario } = this
    const authentication = { authTime: null, acr: null, acrUntil: null, acrBefore: null, amr: [] }
    const { deadlines } = scenario
    const record: SessionRecord = {
      id: keyring.id,
      revision: '',
      userId: 'somebody',
      group: 'web',
      createdAt: 1,
      seenAt: NOW,
      idleExpiresAt: deadlines === null ? NEVER : NOW + deadlines.idle + deadlines.tolerance,
      absoluteExpiresAt: deadlines === null ? NEVER : NOW + deadlines.absolute,
      keepUntil: NEVER,
      ended: null,
      auth: '',
      body: '',
    }
    const state = firstAuth(NOW, keyring.hashOf(0), keyring.proofKey, authentication)
    return this.records.keep({ record, state })
  }

  rulesOf({ knowsMark }: Server, marked: boolean): Rules {
    const { overlap, renewalInterval } = this.scenario
    return { overlap, renewalInterval, issuedBefore: marked && knowsMark ? NOW : 0 }
  }

  judge(
    token: number,
    record: number,
    again: boolean,
    via: Delivery,
    server: Server,
    marked: boolean,
  ): Judged {
    const place = this.scenario.servers.indexOf(server) * 2 + (marked ? 1 : 0)
    const key =
      (((record + 1) * 4096 + token) * 3 + DELIVERIES.indexOf(via)) * 64 + place * 2 + (again ? 1 : 0)
    let judged = this.#judged.get(key)
    if (judged === undefined) {
      judged = this.#judge(token, record, again, via, server, marked)
      this.#judged.set(key, judged)
    }
    return judged
  }

  #judge(
    index: number,
    record: number,
    again: boolean,
    via: Delivery,
    server: Server,
    marked: boolean,
  ): Judged {
    const { protocol, keyring, records } = this
    const held = keyring.at(index)
    const loaded: Loaded | null = record < 0 ? null : records.at(record)
    const now = NOW + server.clock
    const rules = this.rulesOf(server, marked)
    const verdict = (again ? protocol.judgeAgain : protocol.judge)(held.token, loaded, now, rules, via)
    if (loaded === null) {
      const decision: Decision = { serve: false, next: null, deliver: null, ends: null }
      return { verdict, decision, next: NONE, deliver: NONE }
    }
    const decision = protocol.decide(verdict, held.token, loaded.state, now)
    const state = decision.next ?? loaded.state
    const touched = isTouchDue(loaded.record, now, this.#policy)
    const next =
      touched || decision.next !== null ? this.#withTouch({ record: loaded.record, state }, now) : NONE
    return { verdict, decision, next, deliver: this.#delivered(held.key, decision.deliver) }
  }

  #delivered(key: number, generation: number | null): number {
    return generation === null || generation > 0xffffffff ? NONE : this.keyring.of(key, generation)
  }

  #withTouch({ record, state }: Loaded, now: number): number {
    const due = isTouchDue(record, now, this.#policy)
    return this.records.keep({ record: due ? seen(record, now, this.#policy, NEVER) : record, state })
  }

  /** A data write's touch, by a request that was opened `age` ago. */
  touched(record: number, age: number): number {
    const key = record * 64 + age
    let touched = this.#touched.get(key)
    if (touched === undefined) {
      touched = this.#withTouch(this.records.at(record), NOW - age)
      this.#touched.set(key, touched)
    }
    return touched
  }

  rekeyed(record: number, key: number): number {
    const name = record * 64 + key
    let rekeyed = this.#rekeyed.get(name)
    if (rekeyed === undefined) {
      const { record: before, state } = this.records.at(record)
      const next = this.protocol.rekey(state, NOW, this.keyring.hashOf(key), this.scenario.overlap)
      rekeyed = this.records.keep({ record: before, state: next })
      this.#rekeyed.set(name, rekeyed)
    }
    return rekeyed
  }

  keyOf(record: number): number {
    return this.keyring.keyOf(this.records.at(record).state.secretHash)
  }
}
