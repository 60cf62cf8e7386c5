import type { Sessions } from '@sess/core'
import { Stage } from './app/commands.ts'
import type { KitApp, KitData } from './app/contract.ts'
import { kitRoutes } from './app/routes.ts'
import { told } from './app/telling.ts'
import { viewText } from './app/view-text.ts'

export type { KitAnswer, KitApp, KitData, KitOptions, KitRoute, OwnHeaders } from './app/contract.ts'
export { streamOf } from './app/stream-of.ts'

/**
 * The app under test, for a binding to be put around. It knows no runtime and no framework; one per server.
 *
 * ```ts
 * import { createKitApp } from '@sess/conformance/binding/app'
 *
 * const kit = createKitApp()
 * // …mount kit.control, the binding with kit.sessions, kit.routes and kit.failed as KitApp says.
 * ```
 */
export function createKitApp(): KitApp {
  const stage = new Stage()
  return {
    // Whatever the facade has or will have is that of the running test's world.
    sessions: new Proxy({} as Sessions<KitData>, {
      get: (_, method) => stage.world.sessions[method as keyof Sessions<KitData>],
    }),
    routes: kitRoutes(() => stage.world),
    failed(error) {
      // Not instanceof: a bundler may have made several copies of the class.
      const { code = 'app/error', status = 500 } = error as { code?: string; status?: number }
      stage.world.errors.push(code)
      return { status, body: { error: code } }
    },
    view: (session) => viewText(told(session)),
    control: (body) => stage.run(body),
  }
}
