import { acrAt } from './auth-state.ts'
import { csrfTokenOf } from './csrf-check.ts'
import { decodeBody } from './data.ts'
import { consumeElevation, elevate } from './elevation.ts'
import { changeCredentials, listOwn, logOut, revokeOthers, revokeOwn } from './ending.ts'
import { SessionEndedError, SupersededError } from './errors.ts'
import { impersonate } from './impersonation.ts'
import { pendingLogin } from './limit-ticket.ts'
import { completeLogin, logIn } from './login.ts'
import { rekeySession } from './rekeying.ts'
import type { Session, SessionInfo } from './session.ts'
import { toInfo } from './session-info.ts'
import type {
  AuthenticationFacts,
  CompleteLoginOptions,
  ElevationOptions,
  ImpersonateOptions,
  LoginOptions,
} from './sign-in-options.ts'
import { refuseSuperseded, type Slot } from './slot.ts'
import type { SessionStore } from './store.ts'
import { transact } from './transaction.ts'
import { type Change, updateData } from './update-data.ts'

const isBearer = (authorization = '') => /^bearer /i.test(authorization)

/** The session of one request: reads from its slot, and runs one change after the other. */
export class RequestSession<Data extends object> implements Session<Data> {
  readonly #slot: Slot<Data>
  #queue: Promise<unknown> = Promise.resolve()
  #inTransaction = false
  #data: { readonly body: string | undefined; readonly value: Readonly<Data> } | undefined

  constructor(slot: Slot<Data>) {
    this.#slot = slot
  }

  get state() {
    return this.#slot.state
  }
  get id() {
    return this.#served?.record.id ?? null
  }
  get userId() {
    return this.#served?.record.userId ?? null
  }
  get group() {
    return this.#slot.policy.group
  }
  get marked() {
    return this.#served?.state.mark !== undefined
  }
  get signal() {
    const { state, loaded, endedBecause, context } = this.#slot
    if (state === 'superseded') return AbortSignal.abort(new SupersededError())
    if (loaded !== null) return context.live.signalOf(loaded)
    return endedBecause === null
      ? new AbortController().signal
      : AbortSignal.abort(new SessionEndedError(endedBecause))
  }
  get bearer() {
    const { place, context, carrier } = this.#slot
    return (
      place === 'bearer' || (place === null && context.bearers && isBearer(carrier.header('authorization')))
    )
  }
  get data() {
    const record = this.#served?.record
    if (this.#data === undefined || this.#data.body !== record?.body) {
      const stored = record === undefined ? {} : decodeBody(record).data
      this.#data = { body: record?.body, value: this.#slot.context.data.read(stored, 'as stored') }
    }
    return this.#data.value
  }
  get authTime() {
    return this.#served?.state.authTime ?? null
  }
  get authAge() {
    const { authTime } = this
    return authTime === null ? null : Math.max(0, this.#slot.context.now() - authTime)
  }
  get acr() {
    const served = this.#served
    return served && acrAt(served.state, this.#slot.context.now())
  }
  get amr() {
    return this.#served?.state.amr ?? []
  }
  get actor() {
    return this.#served?.state.actor ?? null
  }
  get createdAt() {
    return this.#served?.record.createdAt ?? null
  }
  get expiresAt() {
    const record = this.#served?.record
    return record === undefined ? null : Math.min(record.idleExpiresAt, record.absoluteExpiresAt)
  }
  get endedBecause() {
    return this.#slot.endedBecause
  }

  csrfToken() {
    // Only a view has no response, and its type says so.
    return csrfTokenOf(this.#slot) as string
  }
  login(userId: string, options: LoginOptions<Data> = {}) {
    return this.#next(() => logIn(this.#slot, userId, options))
  }
  pendingLogin() {
    return this.#next(() => pendingLogin(this.#slot))
  }
  completeLogin(options: CompleteLoginOptions<Data>) {
    return this.#next(() => completeLogin(this.#slot, options))
  }
  elevate(action: string, options: ElevationOptions = {}) {
    return this.#next(async () => elevate(this.#slot, action, options))
  }
  useElevation(elevation: string, action: string) {
    return this.#next(() => consumeElevation(this.#slot, elevation, action))
  }
  impersonate(userId: string, options: ImpersonateOptions) {
    return this.#next(() => impersonate(this.#slot, userId, options))
  }
  update(change: Change<Data>) {
    return this.#next(() => updateData(this.#slot, change))
  }
  reauthenticate(facts: AuthenticationFacts = {}) {
    return this.#next(() => rekeySession(this.#slot, 'reauthenticate', facts))
  }
  regenerate() {
    return this.#next(() => rekeySession(this.#slot, 'regenerate'))
  }
  credentialsChanged() {
    return this.#next(() => changeCredentials(this.#slot))
  }
  logout() {
    return this.#next(() => logOut(this.#slot))
  }
  list(): Promise<readonly SessionInfo[]> {
    return this.#next(async () => {
      refuseSuperseded(this.#slot)
      const { state, loaded, context } = this.#slot
      if (state !== 'user' || loaded === null) return []
      const records = await listOwn(this.#slot, loaded)
      return records.map((record) => toInfo(record, loaded.record.id, context.now()))
    })
  }
  revoke(id: string) {
    return this.#next(() => revokeOwn(this.#slot, id))
  }
  revokeOthers() {
    return this.#next(() => revokeOthers(this.#slot, 'revokeOthers', 'revoked-by-user'))
  }

  transaction<T>(work: (within: (store: SessionStore) => Session<Data>) => Promise<T>): Promise<T> {
    return this.#next(async () => {
      this.#inTransaction = true
      try {
        return await transact(this.#slot, work, (slot) => new RequestSession(slot))
      } finally {
        this.#inTransaction = false
      }
    })
  }

  /** What a log shows of it: nothing that anybody could use. */
  toJSON() {
    return { state: this.state, id: this.id, userId: this.userId, group: this.group }
  }

  get #served() {
    return this.#slot.state === 'superseded' ? null : this.#slot.loaded
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    // It would wait for itself.
    if (this.#inTransaction)
      return Promise.reject(
        new TypeError(
          'A transaction of this session is open. Inside it, use the session that within() hands out.',
        ),
      )
    const result = this.#queue.then(run)
    this.#queue = result.catch(() => {})
    return result
  }
}
