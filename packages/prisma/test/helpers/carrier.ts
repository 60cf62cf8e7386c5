import type { Carrier } from '@sess/core'

/** A request and its response in memory. */
export interface Exchange extends Carrier {
  /** The cookies that the response would set, `name=value`. */
  cookies(): string[]
}

export function exchange(cookie = ''): Exchange {
  const headers = new Map<string, readonly string[]>()
  const get = (name: string) => headers.get(name) ?? []
  return {
    method: 'POST',
    url: 'https://app.example/sign-up',
    secure: true,
    address: '127.0.0.1',
    header: (name) => ({ cookie, 'sec-fetch-site': 'same-origin' })[name],
    response: { sent: false, get, set: (name, values) => void headers.set(name, values) },
    cookies: () => get('set-cookie').map((value) => value.split(';')[0] ?? ''),
  }
}
