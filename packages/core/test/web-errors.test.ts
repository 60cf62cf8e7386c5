import { describe, expect, it } from 'vitest'
import { StoreError } from '../src/index.ts'
import { type SessionHandler, withHead, withSession } from '../src/web.ts'
import { SESSION } from './support/browser.ts'
import { type World, world } from './support/world.ts'

type Data = Record<string, unknown>
type Handler = SessionHandler<Data, []>

const request = (cookie?: string, url = 'https://app.example/') =>
  new Request(url, cookie === undefined ? {} : { headers: { cookie } })

const namesOf = (response: Response) =>
  response.headers.getSetCookie().map((line) => line.slice(0, line.indexOf('=')))

async function answerTo(handler: Handler, app: World<Data> = world(), cookie?: string) {
  return withSession(app.sessions, handler)(request(cookie))
}

describe('errors', () => {
  it('of the handler go on to the runtime as they are', async () => {
    const error = new Error('mine')
    await expect(
      answerTo(() => {
        throw error
      }),
    ).rejects.toBe(error)
  })

  it('become a response with onError, which keeps the cookies of what was done before', async () => {
    const app = world()
    const fetch = withSession(
      app.sessions,
      async (_, session) => {
        await session.login('alice')
        throw new Error('after the login')
      },
      { onError: (error) => new Response(String(error), { status: 500 }) },
    )
    const response = await fetch(request())
    expect(await response.text()).toBe('Error: after the login')
    expect(namesOf(response)).toEqual([SESSION])
  })

  it('of the store come before the handler, and set no cookie (P10)', async () => {
    const app = world()
    const alice = await app.signedIn()
    app.watched.before = () => Promise.reject(new Error('down'))
    let ran = false
    const handler: Handler = () => {
      ran = true
      return new Response('')
    }
    await expect(answerTo(handler, app, alice.jar.header())).rejects.toThrow(StoreError)
    const fetch = withSession(app.sessions, handler, {
      onError: (error) => {
        if (error instanceof StoreError) return error.getResponse()
        throw error
      },
    })
    const response = await fetch(request(alice.jar.header()))
    expect(response.status).toBe(503)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(ran).toBe(false)
  })

  it('of onError itself go on', async () => {
    const fetch = withSession(world().sessions, () => Promise.reject(new Error('first')), {
      onError: () => Promise.reject(new Error('second')),
    })
    await expect(fetch(request())).rejects.toThrow('second')
  })
})

describe('withHead', () => {
  it('gives the same response where there are no cookies', () => {
    const response = new Response('')
    expect(withHead(response, new Headers({ vary: 'Cookie' }))).toBe(response)
  })
})
