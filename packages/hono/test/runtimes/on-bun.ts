import { createKitApp } from '@sess/conformance/binding/app'
import { Hono } from 'hono'
import { getConnInfo } from 'hono/bun'
import { kitApp } from '../support/kit-app.ts'

/** The little of Bun that this uses. */
declare const Bun: {
  readonly argv: readonly string[]
  serve(options: { port: number; hostname: string; fetch: unknown }): { readonly port: number }
}

const deployment = JSON.parse(Bun.argv[2] ?? '')
const app = kitApp(new Hono(), createKitApp(), deployment, (c) => getConnInfo(c).remote.address)
const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: app.fetch })
console.log(JSON.stringify({ port }))
