import type { Ref, StoreNotice } from '@sess/core'
import type { RedisSubscriber } from './client.ts'
import { decodeRefs } from './refs.ts'

/** What a message says; nothing for one that is not ours. */
function noticesIn(message: string): StoreNotice[] {
  const kind = message[0] === 'e' ? 'ended' : message[0] === 'r' ? 'rekeyed' : null
  if (kind === null) return []
  return decodeRefs(message.slice(1)).map((ref: Ref) => ({ kind, ref }))
}

/** What was written is written: a listener that throws disturbs neither it nor the other listeners. */
function tell<T extends unknown[]>(listener: (...given: T) => void, ...given: T): void {
  try {
    listener(...given)
  } catch {
    // The listener's own mistake, which it has to report by itself.
  }
}

/**
 * Listens on the app's second connection. Redis keeps nothing for a listener that is away, so every time the connection was
 * lost is a gap, told once the channel is subscribed again.
 */
export async function subscribeTo(
  subscriber: RedisSubscriber,
  channel: string,
  listener: (notice: StoreNotice) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let lost = false
  const onMessage = (from: string, message: string) => {
    if (from !== channel) return
    for (const notice of noticesIn(message)) tell(listener, notice)
  }
  const onClose = () => {
    lost = true
  }
  const onReady = () => {
    if (!lost) return
    lost = false
    // Also where the app switched ioredis's own resubscribing off. If it fails, the connection is lost again and so is this gap.
    subscriber.subscribe(channel).then(
      () => tell(onGap),
      () => {
        lost = true
      },
    )
  }
  subscriber.on('message', onMessage)
  subscriber.on('close', onClose)
  subscriber.on('ready', onReady)
  const stop = async () => {
    subscriber.off('message', onMessage)
    subscriber.off('close', onClose)
    subscriber.off('ready', onReady)
    // Others may listen to the same channel on this connection, so it stays subscribed: a message without a listener costs nothing.
  }
  try {
    await subscriber.subscribe(channel)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
