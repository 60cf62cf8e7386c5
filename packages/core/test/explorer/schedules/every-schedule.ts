/** Takes one of several things that can happen next. */
export type Choose = (options: number) => number

/**
 * Runs something once for every way in which its choices can fall, without remembering states: what runs is the real code,
 * which nobody can copy half-way.
 */
export async function everySchedule(
  run: (choose: Choose) => Promise<string | null>,
): Promise<{ readonly schedules: number; readonly broken: string | null }> {
  let path: { taken: number; options: number }[] = []
  for (let schedules = 1; ; schedules++) {
    let at = 0
    const broken = await run((options) => {
      const step = path[at] ?? { taken: 0, options }
      path[at++] = step
      return step.taken
    })
    if (broken !== null) return { schedules, broken }
    // The next path in order: the last choice that has another option takes it, and all after it begin anew.
    path = path.slice(0, at)
    while (path.length > 0 && (path.at(-1)?.taken ?? 0) + 1 >= (path.at(-1)?.options ?? 0)) path.pop()
    const last = path.at(-1)
    if (last === undefined) return { schedules, broken: null }
    last.taken++
  }
}
