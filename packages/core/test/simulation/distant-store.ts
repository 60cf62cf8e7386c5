import type { SessionStore } from '../../src/store.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'

/** A store at some distance: every command takes a while to get there, and its answer to come back. */
export function distantStore(
  store: () => SessionStore,
  time: Timeline,
  random: Random,
  slowest: number,
): SessionStore {
  const away = () => time.wait(random() ** 2 * slowest)
  const there = async <T>(command: (store: SessionStore) => Promise<T>): Promise<T> => {
    await away()
    const answer = await command(store())
    await away()
    return answer
  }
  return {
    create: (...given) => there((store) => store.create(...given)),
    read: (...given) => there((store) => store.read(...given)),
    replace: (...given) => there((store) => store.replace(...given)),
    end: (...given) => there((store) => store.end(...given)),
    list: (...given) => there((store) => store.list(...given)),
    endAll: (...given) => there((store) => store.endAll(...given)),
  }
}
