import { RefreshFailedError, SignedOutError } from './errors.ts'
import { type Held, heldFrom } from './held.ts'
import type { Settings, SignedOutReason } from './options.ts'
import { unlessAborted } from './pause.ts'
import { type Told, tabs } from './tabs.ts'
import { refresh, revoke, type TokenResponse } from './token-endpoint.ts'

/** How long a tab that has waited for another waits for what that one was given, in milliseconds. */
const NEWS = 100

/** The access token, in memory only, and the one refresh that everybody waits for. */
export class TokenHolder {
  readonly #settings: Settings
  readonly #tabs
  #held: Held | null = null
  #over: SignedOutReason | null = null
  #refreshing: Promise<string> | null = null
  /** Grows when somebody signs in or out: an answer that was asked for before belongs to nobody. */
  #epoch = 0
  #heard: () => void = () => {}

  constructor(settings: Settings) {
    this.#settings = settings
    const { keeper, tokenEndpoint, clientId } = settings
    // Only a cookie is shared by tabs; a refresh token in memory is one tab's own.
    const name = keeper ? null : `sess-client ${tokenEndpoint} ${clientId ?? ''}`
    this.#tabs = tabs(name, (told) => this.#hear(told))
  }

  /** An access token that is good for a while, and is not the one that an API has just refused. */
  async current(refused?: string, signal?: AbortSignal | null): Promise<string> {
    if (this.#over) throw new SignedOutError(OVER[this.#over])
    const good = this.#good(refused, (held) => held.renewAt)
    if (good) return good
    if (!this.#refreshing) {
      const refreshing = this.#refresh(refused).finally(() => {
        if (this.#refreshing === refreshing) this.#refreshing = null
      })
      this.#refreshing = refreshing
    }
    try {
      return await unlessAborted(this.#refreshing, signal)
    } catch (error) {
      // Early enough to go on with the one that is there.
      const still = error instanceof RefreshFailedError && this.#good(refused, (held) => held.expiresAt)
      if (still) return still
      throw error
    }
  }

  /** The answer of the sign-in. */
  async signedIn(response: TokenResponse, askedAt: number): Promise<void> {
    this.#turn(null)
    await this.#take(response, askedAt, this.#epoch, null)
  }

  async signOut(): Promise<void> {
    const { keeper } = this.#settings
    const wasSignedIn = this.#over === null
    this.#turn('signed-out')
    this.#tabs.tell({ type: 'signed-out' })
    if (wasSignedIn) this.#tell('signed-out')
    const token = keeper ? await keeper.load() : null
    if (keeper && token === null) return
    await revoke(this.#settings, token)
    await keeper?.save(null)
  }

  #good(refused: string | undefined, until: (held: Held) => number): string | null {
    const held = this.#held
    return held && held.accessToken !== refused && Date.now() < until(held) ? held.accessToken : null
  }

  #refresh(refused: string | undefined): Promise<string> {
    const epoch = this.#epoch
    return this.#tabs.oneAtATime(async (waited) => {
      const good = () => this.#good(refused, (held) => held.renewAt)
      if (waited && !good()) await this.#news()
      return good() ?? this.#ask(epoch)
    })
  }

  async #ask(epoch: number): Promise<string> {
    const { keeper } = this.#settings
    const token = keeper ? await keeper.load() : null
    if (keeper && token === null) throw new SignedOutError('there is no refresh token.')
    const askedAt = Date.now()
    let response: TokenResponse
    try {
      response = await refresh(this.#settings, token)
    } catch (error) {
      if (!(error instanceof SignedOutError) || epoch !== this.#epoch) throw error
      // Another process that shares the keeper was quicker.
      if (keeper && (await keeper.load()) !== token) return this.#ask(epoch)
      await this.#refused()
      throw error
    }
    // Of another tab's sign-in this tab has heard more than of its own refresh.
    const heard = epoch === this.#epoch ? null : this.#good(undefined, (held) => held.renewAt)
    if (heard) return heard
    await this.#take(response, askedAt, epoch, token)
    return response.access_token
  }

  /** Keeps the refresh token first: after a crash in between, the access token is the one that can be had again. */
  async #take(response: TokenResponse, askedAt: number, epoch: number, sent: string | null): Promise<void> {
    const { refresh_token = sent } = response
    if (epoch !== this.#epoch) throw new SignedOutError(MEANWHILE)
    if (refresh_token !== sent) await this.#settings.keeper?.save(refresh_token)
    if (epoch !== this.#epoch) throw new SignedOutError(MEANWHILE)
    const held = heldFrom(response, askedAt)
    this.#held = held
    this.#tabs.tell({ type: 'token', held })
  }

  async #refused(): Promise<void> {
    const wasSignedIn = this.#held !== null || this.#settings.keeper !== null
    this.#turn(this.#settings.keeper ? null : 'refused')
    await this.#settings.keeper?.save(null)
    if (wasSignedIn) this.#tell('refused')
  }

  #hear(told: Told): void {
    this.#turn(told.type === 'token' ? null : 'signed-out')
    if (told.type === 'token') this.#held = told.held
    else this.#tell('signed-out')
    this.#heard()
  }

  /** At most for a moment: a refresh too many is harmless. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, NEWS)
      this.#heard = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #turn(over: SignedOutReason | null): void {
    this.#epoch++
    this.#over = over
    this.#held = null
    this.#refreshing = null
  }

  /** Apart from whatever is going on here, so that what it throws is nobody else's failure. */
  #tell(reason: SignedOutReason): void {
    queueMicrotask(() => this.#settings.onSignedOut(reason))
  }
}

const MEANWHILE = 'somebody signed in or out meanwhile.'
const OVER: Readonly<Record<SignedOutReason, string>> = {
  'signed-out': 'signOut() was called, here or in another tab.',
  refused: 'the session has expired or was ended.',
}
