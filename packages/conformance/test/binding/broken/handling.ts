import { webApp } from '../web-app.ts'
import { type Broken, broken } from './break.ts'

/** Bugs in how a binding guards its routes, and hands on what goes wrong. */
export const handlingBugs: readonly Broken[] = [
  broken('asks for no fresh proof of identity', 'GUARD-STALE', (kit, deployment) => {
    const routes = kit.routes.map(({ guard, ...route }) => {
      const { maxAge: _, ...rest } = guard ?? {}
      return guard === undefined ? route : { ...route, guard: rest }
    })
    return webApp({ ...kit, routes }, deployment)
  }),
  broken('forgets the base path in a guard’s redirect', 'BASE-PATH-GUARD', (kit, deployment) => {
    const routes = kit.routes.map((route) => {
      const redirectTo = route.guard?.redirectTo
      if (redirectTo === undefined) return route
      const forgetful: typeof redirectTo = (asked, missing) => redirectTo(asked.replace('/shop', ''), missing)
      return { ...route, guard: { ...route.guard, redirectTo: forgetful } }
    })
    return webApp({ ...kit, routes }, deployment)
  }),
  broken('tells the client what the store said', 'OUTAGE-DETAILS', (kit, deployment) => {
    const failed: typeof kit.failed = (error) => ({ ...kit.failed(error), body: { error: String(error) } })
    return webApp({ ...kit, failed }, deployment)
  }),
  broken('serves what it could not look at as a guest’s', 'VIEW-OUTAGE', (kit, deployment) => {
    const failed: typeof kit.failed = (error) => {
      kit.failed(error)
      return { status: 200, body: {} }
    }
    return webApp({ ...kit, failed }, deployment)
  }),
  broken('calls a write done that a re-keying had refused', 'STEP-UP-RUNNING', (kit, deployment) => {
    const failed: typeof kit.failed = (error) => ({ ...kit.failed(error), status: 200 })
    return webApp({ ...kit, failed }, deployment)
  }),
]
