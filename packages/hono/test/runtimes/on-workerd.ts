import { createKitApp } from '@sess/conformance/binding/app'
import { Hono } from 'hono'
import { getConnInfo } from 'hono/cloudflare-workers'
import { type KitHono, kitApp } from '../support/kit-app.ts'

const kit = createKitApp()
let app: KitHono | undefined

/** How it is deployed, a worker learns with each request. */
export default {
  fetch(
    request: Request,
    env: { readonly DEPLOYMENT: string },
    context: never,
  ): Response | Promise<Response> {
    app ??= kitApp(new Hono(), kit, JSON.parse(env.DEPLOYMENT), (c) => getConnInfo(c).remote.address)
    return app.fetch(request, env, context)
  },
}
