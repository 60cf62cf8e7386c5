import type { Session, Sessions } from '@sess/core'
import { withSession } from '@sess/core/web'

/** A browser: it sends the cookies that it was given, to whichever server of an app answers. */
export class Browser {
  cookies = new Map<string, string>()

  /** Somebody with a copy of what it holds now. */
  copy(): Browser {
    const copy = new Browser()
    copy.cookies = new Map(this.cookies)
    return copy
  }

  /** One request, answered by `handler`. What that throws comes out again; the answer keeps its cookies, as a 503 does. */
  async visit<T, Data extends object>(
    sessions: Sessions<Data>,
    handler: (session: Session<Data>) => Promise<T> | T,
  ): Promise<T> {
    let outcome: () => T = () => {
      throw new Error('the handler was never reached')
    }
    const answer = withSession(
      sessions,
      async (_, session) => {
        const value = await handler(session)
        outcome = () => value
        return new Response(null)
      },
      {
        onError(error) {
          outcome = () => {
            throw error
          }
          return new Response(null, { status: 503 })
        },
      },
    )
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { headers } = await answer(new Request('https://app.example/', { headers: { cookie } }))
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return outcome()
  }
}
