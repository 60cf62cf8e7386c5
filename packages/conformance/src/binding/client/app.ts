import { CookieJar } from 'tough-cookie'
import type { KitOptions } from '../app/contract.ts'
import type { Report } from '../app/world.ts'
import type { BindingSubject } from '../subject.ts'
import { Answer } from './answer.ts'
import { Browser } from './browser.ts'
import { exchange, type Sent } from './exchange.ts'
import { Remote } from './remote.ts'

/** A server under test as a case sees it: browsers on it, and its remote control. */
export class App {
  readonly subject: BindingSubject
  readonly remote: Remote
  readonly sessionCookie: string
  readonly guestCookie: string

  constructor(subject: BindingSubject, { cookie: { prefix = '__Host-', name = 'sess' } = {} }: KitOptions) {
    this.subject = subject
    this.remote = new Remote(subject.url)
    this.sessionCookie = prefix + name
    this.guestCookie = `${prefix}${name}-guest`
  }

  get url(): string {
    return this.subject.url
  }

  browser(): Browser {
    return new Browser(this.url)
  }

  /** A browser in which the user has signed in, and whose token has been seen once. */
  async signedIn(userId = 'ada'): Promise<Browser> {
    const person = this.browser()
    const login = await person.post(`/login?user=${userId}`)
    const seen = await person.get('/me')
    if (login.status !== 200 || seen.json?.userId !== userId)
      throw new Error(
        `The login of ${userId} answered ${login.status} ${login.text}, and then /me: ${seen.text}`,
      )
    return person
  }

  token(browser: Browser): string {
    const token = browser.cookie(this.sessionCookie)
    if (token === undefined) throw new Error(`The jar holds no ${this.sessionCookie}.`)
    return token
  }

  /** Somebody who has nothing but this one cookie: a thief, or a tab whose request had left before. */
  bearing(token: string, name = this.sessionCookie): Browser {
    const other = new Browser(this.url, new CookieJar(undefined, { prefixSecurity: 'strict' }))
    other.plant(name, token)
    return other
  }

  /** A request with exactly these header lines, and nothing kept. */
  async raw(path: string, headers: Sent['headers'], method = 'GET'): Promise<Answer> {
    const begun = await exchange({ method, url: this.url + path, headers })
    return new Answer(begun, await begun.rest())
  }

  /** What has happened since `before`, or ever. */
  async since(before?: Report): Promise<Report> {
    const now = await this.remote.call('report')
    if (before === undefined) return now
    return {
      opened: now.opened - before.opened,
      viewed: now.viewed - before.viewed,
      commands: now.commands - before.commands,
      events: now.events.slice(before.events.length),
      errors: now.errors.slice(before.errors.length),
    }
  }
}
