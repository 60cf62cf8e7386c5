import { CsrfError, StoreError } from '@sess/core'
import { type Broken, broken, carrying, opening } from './break.ts'

/** Bugs in how often, and with what, a binding opens a session. */
export const openingBugs: readonly Broken[] = [
  broken(
    'opens the session twice per request',
    'REQUEST-COST RENEW-OPTIONS',
    opening(async (sessions, carrier) => {
      await sessions.open(carrier)
      return sessions.open(carrier)
    }),
  ),
  broken('keeps the session between requests', 'REQUEST-FRESH IDLE', (kit, deployment) => {
    const kept = new Map<string, ReturnType<typeof kit.sessions.open>>()
    return opening((sessions, carrier) => {
      const key = carrier.header('cookie') ?? ''
      const known = kept.get(key) ?? sessions.open(carrier)
      if (key !== '') kept.set(key, known)
      return known
    })(kit, deployment)
  }),
  broken('holds the session of the request in a variable of the module', 'REQUEST-OWN', (kit, deployment) => {
    let current: Awaited<ReturnType<typeof kit.sessions.open>>
    return opening(async (sessions, carrier) => {
      current = await sessions.open(carrier)
      return new Proxy(current, {
        get: (_, key) => {
          const value = current[key as keyof typeof current] as unknown
          return typeof value === 'function' ? value.bind(current) : value
        },
      })
    })(kit, deployment)
  }),
  broken(
    'makes a guest of whoever comes while the store is down',
    'OUTAGE',
    opening(async (sessions, carrier) => {
      try {
        return await sessions.open(carrier)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return sessions.open({ ...carrier, header: () => undefined })
      }
    }),
  ),
  broken(
    'makes a guest of whoever another site sends, and lets the handler run',
    'CSRF-CROSS-SITE CSRF-GUEST CSRF-TOKEN',
    opening(async (sessions, carrier) => {
      try {
        return await sessions.open(carrier)
      } catch (error) {
        if (!(error instanceof CsrfError)) throw error
        return sessions.open({ ...carrier, method: 'GET', header: () => undefined })
      }
    }),
  ),
  broken(
    'writes a session for everybody who comes',
    'COOKIE-NONE',
    opening(async (sessions, carrier) => {
      const session = await sessions.open(carrier)
      if (session.state === 'none') await session.update({ items: [] })
      return session
    }),
  ),
  broken('opens the session where one can only look', 'VIEW-RENEWS-NOTHING', (kit, deployment) => {
    const app = opening((sessions, carrier) => sessions.open(carrier))
    const sessions = new Proxy(kit.sessions, {
      get: (target, method) => (method === 'view' ? target.open : target[method as keyof typeof target]),
    })
    return app({ ...kit, sessions }, deployment)
  }),
  broken(
    'drops what a handler that outlived its answer still wants to set',
    'LATE-LOGIN LATE-GUEST LATE-STEP-UP LATE-REGENERATE',
    carrying(({ response }) =>
      response === undefined ? {} : { response: { sent: false, get: response.get, set: response.set } },
    ),
  ),
  broken(
    'opens sessions that can set no cookie, but for forms',
    'RENEW RENEW-STORM RENEW-LOST REUSE',
    opening((sessions, carrier) => {
      const { response: _, ...bare } = carrier
      return sessions.open(carrier.method === 'GET' ? bare : carrier)
    }),
  ),
  broken(
    'signs in beside the session that the browser had',
    'LOGIN-AGAIN FIXATION-SESSION FIXATION-GUEST',
    opening((sessions, carrier) =>
      sessions.open(carrier.url.includes('/login') ? { ...carrier, header: () => undefined } : carrier),
    ),
  ),
  broken(
    'asks the store for whoever comes',
    'OUTAGE-VISITOR',
    opening(async (sessions, carrier) => {
      await sessions.list('nobody')
      return sessions.open(carrier)
    }),
  ),
  broken('looks at the session without its cookies', 'VIEW VIEW-OLD-TOKEN', (kit, deployment) => {
    const app = opening((sessions, carrier) => sessions.open(carrier))
    const sessions = new Proxy(kit.sessions, {
      get: (target, method) =>
        method === 'view'
          ? (carrier: Parameters<typeof target.view>[0]) =>
              target.view({ ...carrier, header: () => undefined })
          : target[method as keyof typeof target],
    })
    return app({ ...kit, sessions }, deployment)
  }),
]
