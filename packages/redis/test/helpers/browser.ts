import type { Session, Sessions } from '@sess/core'
import { withSession } from '@sess/core/web'

/** A browser of one app: sends the cookies that it was given. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #sessions: Sessions

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  /** One request, answered by `handler`. */
  async visit<T = void>(handler: (session: Session) => Promise<T> | T): Promise<T> {
    let result: T | undefined
    const answer = withSession(this.#sessions, async (_, session) => {
      result = await handler(session)
      return new Response(null)
    })
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { headers } = await answer(new Request('https://app.example/', { headers: { cookie } }))
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return result as T
  }
}
