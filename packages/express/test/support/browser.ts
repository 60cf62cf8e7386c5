import { CookieJar } from 'tough-cookie'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly setCookies: readonly string[]
  readonly text: string
  json(): Record<string, unknown>
}

/** A client with a cookie jar that follows RFC 6265bis, prefixes included. */
export interface Browser {
  readonly jar: CookieJar
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, headers?: Record<string, string>): Promise<Answer>
  /** The value of a cookie, or `undefined`. */
  cookie(name: string): string | undefined
}

export const SESSION_COOKIE = '__Host-sess'
export const GUEST_COOKIE = '__Host-sess-guest'

export function browser(url: string, jar = new CookieJar(undefined, { prefixSecurity: 'strict' })): Browser {
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const target = url + path
    const cookie = jar.getCookieStringSync(target)
    const response = await fetch(target, {
      method,
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie !== '' && { cookie }), ...headers },
    })
    const setCookies = response.headers.getSetCookie()
    for (const line of setCookies) jar.setCookieSync(line, target)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      setCookies,
      text,
      json: () => JSON.parse(text),
    }
  }
  return {
    jar,
    get: (path, headers) => send('GET', path, headers),
    post: (path, headers) => send('POST', path, headers),
    cookie: (name) => jar.getCookiesSync(url).find((cookie) => cookie.key === name)?.value,
  }
}

/** A client that sends exactly this one cookie and keeps nothing: a thief. */
export function bearing(url: string, name: string, value: string): Browser {
  const jar = new CookieJar()
  const base = browser(url, jar)
  const cookie = { cookie: `${name}=${value}` }
  return {
    ...base,
    get: (path, headers) => base.get(path, { ...headers, ...cookie }),
    post: (path, headers) => base.post(path, { ...headers, ...cookie }),
  }
}
