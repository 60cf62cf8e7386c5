import type { Overflow, SessionRecord } from '@sess/core'
import { MINUTE, type Scene } from './scene.ts'

/** The options of a `create` under a limit. */
export const atMost = (scene: Scene, max: number, overflow: Overflow) => ({
  limit: { max, overflow },
  evictedAs: scene.ending('evicted'),
})

/** A fresh session of the user under the limit evicts exactly these. */
export async function evicts(
  scene: Scene,
  fresh: SessionRecord,
  options: ReturnType<typeof atMost>,
  victims: readonly SessionRecord[],
): Promise<void> {
  const { evicted } = await scene.created(fresh, options)
  scene.refs(evicted, victims, 'evicted')
  await scene.stored('the new session', fresh)
  await scene.ended('the evicted', options.evictedAs, ...victims)
}

/** Four sessions of one user and group in the order in which they were created, a minute apart. */
export const fourInARow = (scene: Scene, owner = scene.owner()) =>
  Promise.all([4, 3, 2, 1].map((ago) => scene.have({ owner, createdAt: scene.now - ago * MINUTE })))
