import type { ServerResponse } from 'node:http'

type WriteHead = (this: ServerResponse, status: number, ...rest: unknown[]) => ServerResponse

/**
 * Lets `assert` correct the head of a response at the very moment that it leaves: what the handler set after the session, or gives to
 * `writeHead` itself, must not drop a session's cookie, nor let a shared cache keep it (RFC 9111 §7.3).
 */
export function haveLastWord(res: ServerResponse, assert: () => void): void {
  const writeHead = res.writeHead as WriteHead
  const corrected: WriteHead = function (status, ...rest) {
    for (const [name, value] of rest.flatMap(pairsOf)) this.setHeader(name, value)
    assert()
    return writeHead.call(this, status, ...rest.filter((given) => typeof given === 'string'))
  }
  res.writeHead = corrected as ServerResponse['writeHead']
}

/** The headers that `writeHead` was given: an object, or a flat list in which a name may come again. */
function pairsOf(given: unknown): [string, string | readonly string[]][] {
  if (typeof given !== 'object' || given === null) return []
  if (!Array.isArray(given)) return Object.entries(given).filter(([, value]) => value !== undefined)
  const flat: string[] = given.flat().map(String)
  const values = new Map<string, string[]>()
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = (flat[i] as string).toLowerCase()
    values.set(name, [...(values.get(name) ?? []), flat[i + 1] as string])
  }
  return [...values].map(([name, all]) => [name, all.length === 1 ? (all[0] as string) : all])
}
