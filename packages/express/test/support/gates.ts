/** Holds requests where a test wants them, so that races happen in a known order. */
export interface Gates {
  /** Waits until the gate of that name is opened. */
  pass(name: string): Promise<void>
  /** Opens the gate for all who wait there, and all who come later. */
  open(name: string): void
  /** Resolves once that many wait at the gate. */
  waiting(name: string, count?: number): Promise<void>
}

export function createGates(): Gates {
  const opened = new Map<string, { promise: Promise<void>; resolve: () => void }>()
  const counts = new Map<string, number>()
  const watchers: (() => void)[] = []
  const gate = (name: string) => {
    const known = opened.get(name) ?? Promise.withResolvers<void>()
    opened.set(name, known)
    return known
  }
  return {
    pass(name) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      for (const watch of watchers) watch()
      return gate(name).promise
    },
    open: (name) => gate(name).resolve(),
    waiting: (name, count = 1) =>
      new Promise((resolve) => {
        const watch = () => (counts.get(name) ?? 0) >= count && resolve()
        watchers.push(watch)
        watch()
      }),
  }
}
