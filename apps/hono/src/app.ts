import { type Sessions, SupersededError } from '@sess/core'
import { requireAuth, type SessionEnv, session } from '@sess/hono'
import {
  type Asked,
  answerToError,
  type Demo,
  type DemoData,
  lookingRoutes,
  mayChange,
  NotFound,
  PERSONAL_HEADERS,
  pageRoutes,
  Refused,
  type Route,
  SECURITY_HEADERS,
  type Self,
} from 'demo-shared/app'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

type Env = SessionEnv<Sessions<DemoData>>

/** What only the runtime knows of a request. */
export interface Surroundings {
  address(c: Context): string | undefined
  /** How the demo reaches itself, for the attacks. */
  self(c: Context): Self
}

/** Nothing here knows where it runs: `fetch` of what this returns is the whole app. */
export function createApp(demo: Demo, { address, self }: Surroundings): Hono<Env> {
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, ...PERSONAL_HEADERS }))
      c.header(name, value)
  })
  app.use(async (c, next) => {
    if (!mayChange(c.req.method, c.req.header('sec-fetch-site'))) throw new Refused()
    await next()
  })
  app.use(session(demo.sessions, { address }))
  app.use(bodyLimit({ maxSize: 8 * 1024 }))

  const mount = ({ method, path, guard, answer }: Route) =>
    app.on(method, path, guardOf(guard), async (c) =>
      answer({ ...(await asked(c, self)), session: c.var.session }),
    )
  lookingRoutes(demo).forEach(mount)
  app.use(async (c, next) => {
    if (c.var.session.state === 'superseded') throw new SupersededError()
    await next()
  })
  pageRoutes(demo).forEach(mount)
  app.notFound(async (c) => answerToError(demo, await asked(c, self), new NotFound()))
  app.onError(async (error, c) => answerToError(demo, await asked(c, self), error))
  return app
}

function guardOf(guard: Route['guard']): MiddlewareHandler {
  if (guard === undefined) return (_c, next) => next()
  const { redirectTo, ...requirement } = guard
  return requireAuth({ ...requirement, redirectTo: (c, missing) => redirectTo(new URL(c.req.url), missing) })
}

async function asked(c: Context<Env>, self: Surroundings['self']): Promise<Asked> {
  const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
  return {
    url: new URL(c.req.url),
    form: new URLSearchParams(isForm ? await c.req.text() : ''),
    accept: c.req.header('accept') ?? '',
    session: c.get('session') as Asked['session'],
    self: self(c),
  }
}
