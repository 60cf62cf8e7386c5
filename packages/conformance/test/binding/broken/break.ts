import type { Carrier, ResponseHead, Session, Sessions } from '@sess/core'
import type { KitApp, KitData } from '../../../src/binding/app.ts'
import type { Deployment } from '../../../src/binding/index.ts'
import type { WebHandler } from '../serve-web.ts'
import { webApp } from '../web-app.ts'

/** A binding with one bug: the right one, with something done to it. */
export interface Broken {
  /** As its author would put it. */
  readonly bug: string
  /** The case that is named after it, and others that must notice it, too. */
  readonly fails: readonly [named: string, ...also: string[]]
  app(kit: KitApp, deployment: Deployment): WebHandler
}

type Break = (kit: KitApp, deployment: Deployment) => WebHandler

export const broken = (bug: string, fails: string, app: Break): Broken => {
  const [named = '', ...also] = fails.split(' ')
  return { bug, fails: [named, ...also], app }
}

/** Opens sessions in another way. */
export const opening =
  (open: (sessions: Sessions<KitData>, carrier: Carrier) => Promise<Session<KitData>>): Break =>
  (kit, deployment) => {
    const sessions = new Proxy(kit.sessions, {
      get: (target, method) =>
        method === 'open'
          ? (carrier: Carrier) => open(target, carrier)
          : target[method as keyof Sessions<KitData>],
    })
    return webApp({ ...kit, sessions }, deployment)
  }

/** Hands out a session some of whose methods do something else. */
export const meddling = (change: (session: Session<KitData>) => Partial<Session<KitData>>): Break =>
  opening(async (sessions, carrier) => {
    const session = await sessions.open(carrier)
    const changed = change(session)
    return new Proxy(session, {
      get(target, key) {
        const value = (
          key in changed ? changed[key as keyof typeof changed] : target[key as keyof typeof target]
        ) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  })

/** Tells the session something else about the request. */
export const carrying = (change: (carrier: Carrier) => Partial<Carrier>): Break =>
  opening((sessions, carrier) => sessions.open({ ...carrier, ...change(carrier) }))

/** Puts the session's headers on the answer in another way. */
export const setting = (set: (head: ResponseHead, name: string, values: readonly string[]) => void): Break =>
  carrying(({ response: head }) => {
    if (head === undefined) return {}
    const response: ResponseHead = {
      get sent() {
        return head.sent
      },
      get: (name) => head.get(name),
      set: (name, values) => set(head, name, values),
    }
    return { response }
  })

/** Does something to every answer of the app. */
export const answering =
  (change: (response: Response, request: Request) => Response | Promise<Response>): Break =>
  (kit, deployment) => {
    const app = webApp(kit, deployment)
    return async (request, incoming) => {
      const response = await app(request, incoming)
      return request.url.endsWith('/kit/control') ? response : change(response, request)
    }
  }

/** The same answer with other headers. */
export const withHeaders = (response: Response, change: (headers: Headers) => void): Response => {
  const copy = new Response(response.body, response)
  change(copy.headers)
  return copy
}

/** Does something to every request before the app sees it. */
export const asking =
  (change: (request: Request, rawHeaders: readonly string[]) => Request): Break =>
  (kit, deployment) => {
    const app = webApp(kit, deployment)
    return (request, incoming) =>
      app(request.method === 'POST' ? request : change(request, incoming.rawHeaders), incoming)
  }
