import type { Clock } from './clock.ts'

interface Kept {
  readonly value: string
  readonly expiresAt: number
}

/** One `Set-Cookie` line, read as a browser does (RFC 6265bis §5.6): names of attributes in lower case, the last one counts. */
export function readSetCookie(line: string): {
  name: string
  value: string
  attributes: ReadonlyMap<string, string>
} {
  const [pair = '', ...rest] = line.split(';')
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...value] = part.split('=')
      return [key.trim().toLowerCase(), value.join('=').trim()] as const
    }),
  )
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), attributes }
}

/** RFC 6265bis §5.6: all controls but the tab. */
const CONTROLS = /[^\P{Cc}\t]/u

/** Why a browser would drop the cookie (RFC 6265bis §5.7), or `null` if it keeps it. `secureOrigin`: sent over HTTPS. */
export function refusal(line: string, secureOrigin: boolean): string | null {
  const { name, value, attributes } = readSetCookie(line)
  const has = (attribute: string): boolean => attributes.has(attribute)
  const lower = name.toLowerCase()
  if (CONTROLS.test(line)) return 'a control character'
  if (name === '' && value === '') return 'neither name nor value'
  if (name.length + value.length > 4096) return 'longer than 4096 octets'
  if (has('secure') && !secureOrigin) return 'Secure over plain HTTP'
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !has('secure'))
    return 'SameSite=None without Secure'
  if (has('partitioned') && !has('secure')) return 'Partitioned without Secure'
  if (lower.startsWith('__secure-') && !has('secure')) return '__Secure- without Secure'
  if (lower.startsWith('__http-') && !(has('secure') && has('httponly')))
    return '__Http- without Secure and HttpOnly'
  if (lower.startsWith('__host-')) {
    if (!has('secure') || has('domain') || attributes.get('path') !== '/') return '__Host- with a wider reach'
    if (lower.startsWith('__host-http-') && !has('httponly')) return '__Host-Http- without HttpOnly'
  }
  return null
}

/** The jar of one browser on one host. A cookie that a browser would drop fails the test: the app never learns of it. */
export class CookieJar {
  readonly #kept = new Map<string, Kept>()
  readonly #clock: Clock
  readonly #secureOrigin: boolean

  constructor(clock: Clock, secureOrigin = true) {
    this.#clock = clock
    this.#secureOrigin = secureOrigin
  }

  keep(line: string): void {
    const why = refusal(line, this.#secureOrigin)
    if (why !== null) throw new Error(`A browser drops this cookie (${why}): ${line}`)
    const { name, value, attributes } = readSetCookie(line)
    const maxAge = Number(attributes.get('max-age'))
    if (maxAge <= 0) this.#kept.delete(name)
    else this.#kept.set(name, { value, expiresAt: this.#clock.time + maxAge * 1000 })
  }

  /** Puts a cookie there by other means: planted by an attacker, or taken from another jar. */
  plant(name: string, value: string): void {
    this.#kept.set(name, { value, expiresAt: Number.POSITIVE_INFINITY })
  }

  get(name: string): string | undefined {
    const kept = this.#kept.get(name)
    return kept !== undefined && kept.expiresAt > this.#clock.time ? kept.value : undefined
  }

  header(): string | undefined {
    const pairs = [...this.#kept.keys()].flatMap((name) => {
      const value = this.get(name)
      return value === undefined ? [] : [`${name}=${value}`]
    })
    return pairs.length === 0 ? undefined : pairs.join('; ')
  }

  takeOver(other: CookieJar): void {
    for (const [name, kept] of other.#kept) this.#kept.set(name, kept)
  }
}
