/** Waiting for what comes by itself. How long at most only bounds a failure: nothing is measured by it. */

const STEP = 10

export const pause = (ms = 0): Promise<void> => new Promise((resume) => setTimeout(resume, ms))

/** Whether it became true in bounded time. */
export async function eventually(condition: () => boolean, atMost: number): Promise<boolean> {
  for (let waited = 0; waited < atMost; waited += STEP) {
    if (condition()) return true
    await pause(STEP)
  }
  return condition()
}

/** The answer, once the backend gives one again. */
export async function untilAnswered<T>(run: () => Promise<T>, atMost: number): Promise<T> {
  for (let waited = 0; ; waited += 10 * STEP) {
    try {
      return await run()
    } catch (error) {
      if (waited >= atMost) throw error
      await pause(10 * STEP)
    }
  }
}
