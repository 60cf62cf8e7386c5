import { newNonce, type Place } from './place.ts'

/**
 * One SET. When it finds the key there, a GET tells whether this very call put it there: ioredis sends a command again when the
 * connection is lost before the answer.
 */
export async function consumeOnce(
  { commands, settings }: Place,
  key: string,
  expiresAt: number,
): Promise<boolean> {
  const name = `${settings.prefix}:once:${key}`
  const nonce = newNonce()
  const until = Math.ceil(expiresAt) + settings.grace
  const first = await commands.send((client) => client.set(name, nonce, 'PXAT', until, 'NX'))
  if (first !== null) return true
  return (await commands.send((client) => client.get(name))) === nonce
}
