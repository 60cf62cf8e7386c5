import { createSessions, type SessEvent } from '../../src/index.ts'
import { memoryStore } from '../../src/memory.ts'
import { withSession } from '../../src/web.ts'

/** A browser reduced to what matters here: it keeps cookies and sends them back. */
class Browser {
  readonly cookies = new Map<string, string>()

  /** Takes over the cookies that a response sets; an empty value is a cookie cleared. */
  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }

  request(path: string): Request {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { origin: 'https://shop.example', ...(cookie && { cookie }) }
    return new Request(`https://shop.example${path}`, { method: 'POST', headers })
  }

  copy(): Browser {
    const copy = new Browser()
    for (const [name, value] of this.cookies) copy.cookies.set(name, value)
    return copy
  }
}

interface Cart {
  readonly items?: readonly string[]
}

/**
 * One life of a session over plain `Request` and `Response`, with a clock of its own, as one line per step. It names no runtime
 * and no global but those that every one of them has; each must tell the same story.
 */
export async function scenario(): Promise<string[]> {
  let now = Date.UTC(2030, 0, 1)
  const events: SessEvent[] = []
  const sessions = createSessions<Cart>({
    store: memoryStore(),
    now: () => now,
    onEvent: (event) => events.push(event),
  })
  const app = withSession(sessions, async (request, session) => {
    switch (new URL(request.url).pathname) {
      case '/cart':
        await session.update(({ items = [] }) => ({ items: [...items, `item ${items.length + 1}`] }))
        break
      case '/login':
        await session.login('alice', { amr: ['pwd'], carry: (guest) => guest })
        break
      case '/step-up':
        await session.reauthenticate({ amr: ['pwd', 'otp'], acr: 'aal2' })
        break
      case '/logout':
        await session.logout()
        break
    }
    const { state, userId, data, acr, endedBecause } = session
    const items = data.items && `${data.items.length} bought`
    return new Response([state, userId, items, acr, endedBecause].filter((part) => part != null).join(' '))
  })

  const told: string[] = []
  const send = async (what: string, browser: Browser, path: string): Promise<void> => {
    const response = await app(browser.request(path))
    browser.keep(response)
    const cookies = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]?.replace(/=$/, ' cleared').replace(/=.*/, ' set'))
    told.push([`${what}: ${await response.text()}`, ...cookies].join(', '))
  }
  const minutes = (count: number) => {
    now += count * 60_000
  }

  const alice = new Browser()
  await send('a guest who only looks', alice, '/')
  await send('a guest who buys', alice, '/cart')
  const beforeLogin = alice.copy()
  await send('the login', alice, '/login')
  await send('the guest token after the login', beforeLogin, '/')
  await send('the first use', alice, '/')

  minutes(16)
  const tabs = [alice, alice.copy(), alice.copy()]
  const answers = await Promise.all(tabs.map((tab) => app(tab.request('/cart'))))
  tabs.forEach((tab, index) => {
    const answer = answers[index]
    if (answer) tab.keep(answer)
  })
  told.push(
    `three tabs at the renewal: ${new Set(tabs.flatMap((tab) => [...tab.cookies.values()])).size} token`,
  )
  await send('after the renewal', alice, '/')

  const beforeStepUp = alice.copy()
  await send('the step-up', alice, '/step-up')
  await send('a request that was running meanwhile', beforeStepUp, '/')
  await send('the next request', alice, '/')

  const beforeLogout = alice.copy()
  await send('the logout', alice, '/logout')
  await send('the token after the logout', beforeLogout, '/')

  const phone = new Browser()
  await send('a login on her phone', phone, '/login')
  await send('its first use', phone, '/')
  const thief = phone.copy()
  minutes(16)
  await send('its renewal', phone, '/')
  await send('its new token', phone, '/')
  minutes(2)
  await send('the stolen old token', thief, '/')
  await send('its owner', phone, '/')

  told.push(`events: ${events.map(({ type }) => type).join(', ')}`)
  return told
}
