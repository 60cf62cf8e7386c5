import { type Broken, broken, meddling, opening } from './break.ts'

/** Bugs of bindings that know better than the session that they hand out. */
export const meddlingBugs: readonly Broken[] = [
  broken(
    'clears the cookie at a logout, and ends nothing',
    'LOGOUT WRITE-AFTER-LOGOUT LATE-LOGOUT',
    meddling(() => ({ logout: async () => {} })),
  ),
  broken(
    'notes a step-up and a new password, and gives no new key',
    'STEP-UP PASSWORD GUARD-WEAK',
    meddling(() => ({ reauthenticate: async () => {}, credentialsChanged: async () => {} })),
  ),
  broken(
    'reads, changes and writes the data whole',
    'WRITE-PARALLEL',
    meddling((session) => ({
      update: (change) => session.update(typeof change === 'function' ? change(session.data) : change),
    })),
  ),
  broken(
    'counts logins by itself, and only those that are done',
    'WRITE-LIMIT WRITE-LIMIT-REFUSED',
    (kit, deployment) => {
      let logins = 0
      return meddling((session) => ({
        // Every login as a user of its own: the limit of one user never sees the others.
        login: (userId, options) => session.login(logins++ === 0 ? userId : `${userId}#${logins}`, options),
      }))(kit, deployment)
    },
  ),
  broken('gives up what a handler still does when its client has left', 'ABORT-WRITE', (kit, deployment) => {
    let left = false
    const routes = kit.routes.map((route) => ({
      ...route,
      handle: async (...given: Parameters<typeof route.handle>) => {
        const answer = await route.handle(...given)
        if (answer.kind !== 'stream') return answer
        const inner = answer.chunks[Symbol.asyncIterator]()
        const chunks: AsyncIterable<string> = {
          [Symbol.asyncIterator]: () => ({
            next: () => inner.next(),
            return: async () => {
              left = true
              return { done: true, value: undefined }
            },
          }),
        }
        return { ...answer, chunks }
      },
    }))
    return opening(async (sessions, carrier) => {
      const session = await sessions.open(carrier)
      return new Proxy(session, {
        get(target, key) {
          const value = target[key as keyof typeof target] as unknown
          if (key === 'update') return async (change: never) => (left ? undefined : target.update(change))
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    })({ ...kit, routes }, deployment)
  }),
]
