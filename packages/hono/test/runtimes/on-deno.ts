import { createKitApp } from '@sess/conformance/binding/app'
import { Hono } from 'hono'
import { getConnInfo } from 'hono/deno'
import { kitApp } from '../support/kit-app.ts'

/** The little of Deno that this uses. */
declare const Deno: {
  readonly args: readonly string[]
  serve(
    options: { port: number; hostname: string; onListen(at: { port: number }): void },
    fetch: unknown,
  ): unknown
}

const deployment = JSON.parse(Deno.args[0] ?? '')
const app = kitApp(new Hono(), createKitApp(), deployment, (c) => getConnInfo(c).remote.address)
const onListen = ({ port }: { port: number }) => console.log(JSON.stringify({ port }))
Deno.serve({ port: 0, hostname: '127.0.0.1', onListen }, app.fetch)
