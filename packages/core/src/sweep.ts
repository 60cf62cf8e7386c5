import type { Context } from './context.ts'
import type { SweepOptions } from './facade.ts'

/** Batch after batch of what was over when it began, so that it comes to an end however much expires meanwhile. */
export async function sweepAll<Data extends object>(
  { store, now }: Pick<Context<Data>, 'store' | 'now'>,
  { batch = 1000, onProgress }: SweepOptions,
): Promise<number> {
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new TypeError('The batch of sweep() is a whole number of at least 1.')
  const at = now()
  let removed = 0
  for (;;) {
    const step = await store.sweep?.(at, batch)
    if (step === undefined) return removed
    removed += step.removed
    if (onProgress?.(removed) === false || !step.more) return removed
  }
}
