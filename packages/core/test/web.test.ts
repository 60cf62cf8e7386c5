import { describe, expect, it } from 'vitest'
import { type SessionHandler, withSession } from '../src/web.ts'
import { SESSION } from './support/browser.ts'
import { type World, world } from './support/world.ts'

type Data = Record<string, unknown>
type Handler = SessionHandler<Data, []>

const request = (cookie?: string, url = 'https://app.example/') =>
  new Request(url, cookie === undefined ? {} : { headers: { cookie } })

const namesOf = (response: Response) =>
  response.headers.getSetCookie().map((line) => line.slice(0, line.indexOf('=')))

const login =
  (answer: () => Response): Handler =>
  async (_, session) => {
    await session.login('alice')
    return answer()
  }

async function answerTo(handler: Handler, app: World<Data> = world(), cookie?: string) {
  return withSession(app.sessions, handler)(request(cookie))
}

describe('withSession', () => {
  it('signs in and serves over plain Request and Response', async () => {
    const app = world()
    const fetch = withSession(app.sessions, async (request, session) => {
      if (new URL(request.url).pathname === '/login') await session.login('alice')
      return Response.json({ userId: session.userId })
    })
    const first = await fetch(request(undefined, 'https://app.example/login'))
    expect(await first.json()).toEqual({ userId: 'alice' })
    const [line = ''] = first.headers.getSetCookie()
    const second = await fetch(request(line.split(';')[0]))
    expect(await second.json()).toEqual({ userId: 'alice' })
    expect(second.headers.getSetCookie()).toEqual([])
  })

  it('leaves a response as it is where the session sets nothing', async () => {
    const response = new Response('x')
    expect(await answerTo(() => response)).toBe(response)
    expect([...response.headers.keys()]).toEqual(['content-type'])
  })

  it.each<[string, () => Response, number]>([
    [
      'a redirect, whose headers cannot be changed',
      () => Response.redirect('https://app.example/home', 303),
      303,
    ],
    ['no content', () => new Response(null, { status: 204 }), 204],
    ['reset content', () => new Response(null, { status: 205 }), 205],
    ['not modified', () => new Response(null, { status: 304 }), 304],
    ['an error page', () => new Response('no', { status: 500, statusText: 'Broken' }), 500],
    ['JSON', () => Response.json({ a: 1 }, { status: 201, headers: { 'x-mine': '1' } }), 201],
  ])('puts its cookies on %s', async (_, answer, status) => {
    const response = await answerTo(login(answer))
    const expected = answer()
    expect(namesOf(response)).toEqual([SESSION])
    expect(response.status).toBe(status)
    expect(response.statusText).toBe(expected.statusText)
    expect(await response.text()).toBe(await expected.text())
    for (const [name, value] of expected.headers) expect(response.headers.get(name)).toBe(value)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toBe('Cookie')
  })

  it('never writes on the response that the handler gave: it may be shared', async () => {
    const shared = new Response(null, { status: 204 })
    const app = world()
    const [one, two] = [
      await answerTo(
        login(() => shared),
        app,
      ),
      await answerTo(
        login(() => shared),
        app,
      ),
    ]
    expect(one.headers.getSetCookie()).not.toEqual(two.headers.getSetCookie())
    expect([...shared.headers]).toEqual([])
  })

  it.each([
    [undefined, 'Cookie'],
    ['Accept-Encoding', 'Accept-Encoding, Cookie'],
    ['cookie', 'cookie'],
    ['Accept, COOKIE', 'Accept, COOKIE'],
    ['*', '*'],
    ['X-Cookie', 'X-Cookie, Cookie'],
  ])('Vary: %s becomes %s', async (vary, expected) => {
    const response = await answerTo(
      login(() => new Response('', { headers: vary === undefined ? {} : { vary } })),
    )
    expect(response.headers.get('vary')).toBe(expected)
  })

  it('lets no cache keep what comes with a cookie, whatever the handler says', async () => {
    const headers = { 'cache-control': 'public, max-age=3600' }
    expect((await answerTo(login(() => new Response('', { headers })))).headers.get('cache-control')).toBe(
      'no-store',
    )
  })

  it('sets each cookie once, and keeps those of others', async () => {
    const foreign = () => {
      const response = new Response('')
      for (const line of ['theme=dark; Path=/', `${SESSION}=of-another-server; Path=/`, `${SESSION}x=other`])
        response.headers.append('set-cookie', line)
      return response
    }
    const response = await answerTo(async (_, session) => {
      await session.login('alice')
      await session.regenerate()
      return foreign()
    })
    expect(namesOf(response)).toEqual(['theme', `${SESSION}x`, SESSION])
    expect(response.headers.getSetCookie()[2]).not.toContain('of-another-server')
  })

  it('streams: nothing waits for the body', async () => {
    let finish = () => {}
    const body = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('first '))
          finish = () => {
            controller.enqueue(new TextEncoder().encode('last'))
            controller.close()
          }
        },
      })
    const response = await answerTo(login(() => new Response(body())))
    expect(namesOf(response)).toEqual([SESSION])
    finish()
    expect(await response.text()).toBe('first last')
  })

  it('a method that needs a cookie fails clearly once the handler has returned; a data write still lands', async () => {
    const app = world()
    const alice = await app.signedIn()
    let late: Promise<unknown>[] = []
    await answerTo(
      (_, session) => {
        queueMicrotask(() => {
          late = [session.update({ late: true })]
        })
        setImmediate(() => late.push(session.regenerate()))
        return new Response('')
      },
      app,
      alice.jar.header(),
    )
    await new Promise((resolve) => setImmediate(resolve))
    await late[0]
    await expect(late[1]).rejects.toMatchObject({ code: 'sess/headers-sent', written: false })
    expect((await alice.visit()).session).toMatchObject({ userId: 'alice', data: { late: true } })
  })

  it('a login that nobody awaited says that its cookie is lost', async () => {
    let login: Promise<unknown> | undefined
    const response = await answerTo((_, session) => {
      login = session.login('alice')
      return new Response('')
    })
    expect(namesOf(response)).toEqual([])
    await expect(login).rejects.toMatchObject({ code: 'sess/headers-sent', written: true })
  })

  it('passes on what the runtime gives besides, and what it knows of the request', async () => {
    const app = world()
    const fetch = withSession(
      app.sessions,
      async (_request, session, env: { user: string }, wait: (id: string | null) => void) => {
        await session.login(env.user)
        wait(session.id)
        return new Response('')
      },
      { facts: (_, env) => ({ address: `of ${env.user}` }) },
    )
    const ids: (string | null)[] = []
    await fetch(request(), { user: 'alice' }, (id) => ids.push(id))
    expect(await app.sessions.list('alice')).toMatchObject([{ id: ids[0], client: { address: 'of alice' } }])
  })

  it('knows plain HTTP to this machine by the URL, or by what the runtime says', async () => {
    const app = world({ cookie: { insecureLocalhost: true } })
    const answer = login(() => new Response(''))
    const plain = request(undefined, 'http://localhost:3000/')
    expect(namesOf(await withSession(app.sessions, answer)(plain))).toEqual(['sess-localhost'])
    expect(
      namesOf(await withSession(app.sessions, answer, { facts: () => ({ secure: true }) })(plain)),
    ).toEqual([SESSION])
    const remote = request(undefined, 'http://app.example/')
    expect(namesOf(await withSession(app.sessions, answer)(remote))).toEqual([SESSION])
  })
})
