import { once } from 'node:events'
import { connect } from 'node:net'

const PATIENCE = 4_000

/** Rejects with what the system says, at once; the drivers try for long, and then say less. */
export async function reachable(url: URL, usualPort: number): Promise<void> {
  if (url.hostname === '') return // A socket file: the driver finds it.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const socket = connect({ host, port: Number(url.port || usualPort), timeout: PATIENCE })
  socket.once('timeout', () => socket.destroy(new Error(`no answer within ${PATIENCE} ms`)))
  await once(socket, 'connect')
  socket.destroy()
}
