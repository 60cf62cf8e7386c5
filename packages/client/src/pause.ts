const FIRST = 200
const LONGEST = 5_000

/** Waits before the next attempt: longer each time, and not at the same moment as everybody else. */
export function pause(attempt: number, atLeast = 0): Promise<void> {
  const longest = Math.min(FIRST * 2 ** attempt, LONGEST)
  const wait = Math.max(Math.min(atLeast, LONGEST), longest * (0.5 + Math.random() / 2))
  return new Promise((resolve) => setTimeout(resolve, wait))
}

/** `work`, or the reason of `signal` if that comes first; the work itself goes on, since others may wait for it. */
export function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  if (!signal) return work
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
