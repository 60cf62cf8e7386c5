import { featuresOf, type StoreSubject } from '../../src/store/subject.ts'
import { type StoreConformance, storeConformance } from '../../src/store.ts'

export type Run = Pick<StoreConformance, 'actors' | 'patience' | 'random'>

/** Runs the whole kit on a store, and gives the ids of the cases that failed, with their errors. */
export async function failuresOf(
  open: () => StoreSubject | Promise<StoreSubject>,
  options: Run = {},
): Promise<Map<string, Error>> {
  const tests: { name: string; body: () => Promise<void> }[] = []
  storeConformance({
    test: (name, body) => tests.push({ name, body }),
    open: async () => open(),
    offers: featuresOf(await open()),
    actors: 20,
    patience: 100,
    ...options,
  })
  const failures = new Map<string, Error>()
  for (const { name, body } of tests) {
    const id = /^\[([A-Z-]+)\]/.exec(name)?.[1] ?? name
    try {
      await body()
    } catch (error) {
      failures.set(id, error instanceof Error ? error : new Error(String(error)))
    }
  }
  return failures
}
