import type { Case } from '../kit/case.ts'
import type { Checks } from '../kit/checks.ts'
import type { KitOptions } from './app/contract.ts'
import { App } from './client/app.ts'
import type { BindingFeature, Deployment, OpenBinding } from './subject.ts'

export type BindingCase = Case<Scene, BindingFeature>

export interface Wanted extends KitOptions, Partial<Deployment> {}

/** What one case works with. */
export class Scene {
  readonly checks: Checks
  /** How often the binding opens the session of one request. */
  readonly opensPerRequest: number
  readonly #open: OpenBinding
  readonly #apps: App[] = []

  constructor(checks: Checks, open: OpenBinding, opensPerRequest: number) {
    this.checks = checks
    this.opensPerRequest = opensPerRequest
    this.#open = open
  }

  /** An app with an empty store. A second one is a second server on the same host. */
  readonly app = async ({ basePath = '', behindProxy = false, ...options }: Wanted = {}): Promise<App> => {
    const app = new App(await this.#open({ basePath, behindProxy }), options)
    this.#apps.push(app)
    await app.remote.call('reset', options)
    return app
  }

  async close(): Promise<void> {
    for (const app of this.#apps) {
      // So that nothing of this test waits on; where the server is gone, nothing does.
      await app.remote.call('finish').catch(() => {})
      await app.subject.close?.()
    }
  }
}

export const MINUTE = 60_000

export const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at))
