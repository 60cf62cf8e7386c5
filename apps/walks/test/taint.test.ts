import type { RequestListener } from 'node:http'
import { attacks, Client } from 'demo-shared/attacks'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findTokens } from '../../../packages/express/test/support/taint.ts'
import { LISTENERS } from './support/listeners.ts'
import { serveDemo } from './support/serve.ts'

/** Keeps every token that goes out in a Set-Cookie, and every byte that goes out in a body. */
function createTap() {
  const tokens = new Set<string>()
  const bodies: string[] = []
  const tap: RequestListener = (_req, res) => {
    const { write, end } = res
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array)
        bodies.push(Buffer.from(chunk as string).toString())
    }
    res.write = (...args: unknown[]) => {
      keep(args[0])
      return Reflect.apply(write, res, args)
    }
    res.end = (...args: unknown[]) => {
      keep(args[0])
      return Reflect.apply(end, res, args)
    }
    const writeHead = res.writeHead
    res.writeHead = (...args: unknown[]) => {
      // Some servers set headers one by one, others give them all here.
      const given = Object.entries(args.at(-1) ?? {}).find(([name]) => name.toLowerCase() === 'set-cookie')
      for (const line of [res.getHeader('set-cookie') ?? given?.[1] ?? []].flat()) {
        const value = String(line).split(';')[0]?.split('=')[1] ?? ''
        if (value !== '') tokens.add(value)
      }
      return Reflect.apply(writeHead, res, args)
    }
  }
  return { tokens, bodies, tap }
}

test.each(LISTENERS)(
  'P1: on %s, all attacks and every form later, no token is in a page, an event stream, the store or the log',
  async (_framework, listener) => {
    const log: string[] = []
    const spy = vi
      .spyOn(console, 'error')
      .mockImplementation((...args) => void log.push(args.map(String).join(' ')))
    onTestFinished(() => spy.mockRestore())
    const { tokens, bodies, tap } = createTap()
    const { url, store, demo } = await serveDemo(listener, { tap })
    const grace = new Client(url, { accept: 'text/html' })
    await grace.post('/cart', { item: 'Pears' })
    await grace.signIn({ id: 'grace', password: 'nanosecond-wire' })
    const { name, value } = grace.sessionCookie()
    const following = fetch(`${url}/events`, { headers: { cookie: `${name}=${value}` } }).then((res) =>
      res.text(),
    )
    for (const { name: attack } of attacks) await grace.post(`/break-in/${attack}`)
    await grace.post('/devices')
    await grace.post('/step-up', { password: 'nanosecond-wire' })
    await grace.get('/safe')
    await grace.post('/password', { current: 'nanosecond-wire', next: 'flow-matic-1955' })
    for (const path of ['/', '/sessions', '/break-in', '/api/session', '/nowhere']) await grace.get(path)
    await grace.post('/sign-out')
    await following

    expect(tokens.size).toBeGreaterThan(30)
    const places = () => ({
      bodies: bodies.join('\n'),
      store: store.dump(),
      log: log.join('\n'),
      events: JSON.stringify(demo.log),
    })
    expect(places().bodies.length).toBeGreaterThan(50_000)
    expect(findTokens(tokens, places())).toEqual([])

    bodies.push(`<code>${[...tokens].at(-1)}</code>`)
    expect(findTokens(tokens, places()).map((hit) => hit.place)).toEqual(['bodies'])
  },
)
