import { memoryStore } from '@sess/core/memory'
import { createDemo } from 'demo-shared/app'
import type { Context, Hono } from 'hono'
import { createApp } from './app.ts'

/** The variables of wrangler.jsonc. */
type Variables = Readonly<Record<string, string>>

async function create(env: Variables) {
  const parts = {
    framework: 'Hono on workerd',
    store: memoryStore(),
    storeName: 'the memory of this isolate',
  }
  const app: Pick<Hono, 'fetch'> = createApp(await createDemo(parts, env), {
    address: (c: Context) => c.req.header('cf-connecting-ip'),
    self: () => ({ url: 'http://demo.internal', fetch: async (request) => app.fetch(request, env) }),
  })
  return app
}

let created: ReturnType<typeof create> | undefined

/** The demo on Cloudflare Workers, or workerd by itself. There the first request makes the app: before it nothing may be random. */
export default {
  async fetch(request: Request, env: Variables): Promise<Response> {
    created ??= create(env)
    return (await created).fetch(request, env)
  },
}
