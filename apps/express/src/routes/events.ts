import type { SessEvent } from '@sess/core'
import { eventLine } from 'demo-shared/pages'
import { type Request, Router } from 'express'
import type { Demo } from '../demo.ts'

const HEARTBEAT = 15_000

/** The person's own events as they happen, as server-sent events, for as long as the session lives. */
export function events({ log, sessions }: Demo): Router {
  /** Looks without being activity. */
  const isAlive = async ({ session: { userId, id, expiresAt } }: Request) =>
    userId === null
      ? Date.now() < (expiresAt ?? 0)
      : (await sessions.list(userId)).some((session) => session.id === id)

  const router = Router()
  router.get('/events', (req, res) => {
    const { userId, id } = req.session
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    res.flushHeaders()
    const stops: (() => void)[] = []
    const stop = () => {
      for (const each of stops) each()
    }
    const over = () => {
      stop()
      res.end('event: over\ndata:\n\n')
    }
    if (id === null) return over()

    const tell = (event: SessEvent) => {
      res.write(`data: ${eventLine(event, Date.now()).toString().replaceAll('\n', ' ')}\n\n`)
      if (event.type === 'session-ended' && event.ref.id === id) over()
    }
    const heart = setInterval(async () => {
      const alive = await isAlive(req).catch(() => true)
      if (res.writableEnded) return
      if (alive) res.write(':\n\n')
      else over()
    }, HEARTBEAT)
    stops.push(log.follow({ userId, id }, tell), () => clearInterval(heart))
    res.once('close', stop)
  })
  return router
}
