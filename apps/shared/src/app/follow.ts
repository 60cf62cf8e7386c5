import type { SessEvent } from '@sess/core'
import { eventLine } from '../pages/layout.ts'
import { lines } from './answers.ts'
import type { Opened } from './asked.ts'
import type { Demo } from './demo.ts'

const HEARTBEAT = 15_000
const OVER = 'event: over\ndata:\n\n'

/** The person's own events as they happen, as server-sent events, for as long as the session lives. */
export function follow({ log, sessions }: Demo, { session }: Opened): Response {
  const { userId, id, expiresAt } = session
  /** Looks without being activity. */
  const isAlive = async () =>
    userId === null
      ? Date.now() < (expiresAt ?? 0)
      : (await sessions.list(userId)).some((other) => other.id === id)

  let stop = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      const say = (text: string) => controller.enqueue(encoder.encode(text))
      const over = () => {
        stop()
        say(OVER)
        controller.close()
      }
      // At once, so that the head leaves.
      say(':\n\n')
      if (id === null) return over()

      const unfollow = log.follow({ userId, id }, (event: SessEvent) => {
        say(`data: ${eventLine(event, Date.now()).toString().replaceAll('\n', ' ')}\n\n`)
        if (event.type === 'session-ended' && event.ref.id === id) over()
      })
      let stopped = false
      const heart = setInterval(async () => {
        const alive = await isAlive().catch(() => true)
        if (stopped) return
        if (alive) say(':\n\n')
        else over()
      }, HEARTBEAT)
      stop = () => {
        stopped = true
        clearInterval(heart)
        unfollow()
      }
    },
    cancel: () => stop(),
  })
  return lines('text/event-stream', body)
}
