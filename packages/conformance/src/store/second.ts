import { refOf } from '@sess/core'
import type { StoreCase } from './scene.ts'

export const secondCases: readonly StoreCase[] = [
  {
    id: 'SECOND-HANDLE',
    says: 'What one process wrote, every other one reads at once: nothing is cached, and no read comes from a replica that lags.',
    needs: ['second'],
    async run(scene) {
      const { checks, now } = scene
      const handle = await scene.handles()
      const [here, there] = [handle(0), handle(1)]
      const owner = scene.owner()
      for (const [writer, reader] of [
        [here, there],
        [there, here],
      ] as const) {
        const record = scene.session({ owner })
        checks.equal(await reader.read(record.id), null, 'read() before it is created elsewhere')
        await writer.create(record, now)
        checks.equal(await reader.read(record.id), record, 'read() of what was created elsewhere')
        const next = scene.next(record, { body: '1elsewhere' })
        await writer.replace(next, record.revision, now)
        checks.equal(await reader.list(owner, now), [next], 'list() of what was replaced elsewhere')
        const ending = scene.ending()
        checks.equal(await writer.end(record.id, ending, now), refOf(record), 'end()')
        checks.equal((await reader.read(record.id))?.ended, ending, 'the ending that was set elsewhere')
        checks.equal(await reader.end(record.id, ending, now), null, 'end() of what was ended elsewhere')
        await writer.endAll(owner, ending, now, { notBefore: now, mark: 'm' })
        const refused = await reader.create(scene.session({ owner }), now, { authenticatedAt: now - 1 })
        checks.equal(refused, { outcome: 'refused' }, 'create() after endAll() elsewhere')
        const cleared = scene.session({ owner })
        const answer = await reader.create(cleared, now)
        checks.equal(answer.outcome === 'created' && answer.mark, 'm', 'the mark that was set elsewhere')
        await reader.replace(scene.next(cleared), cleared.revision, now, { clearMark: 'm' })
        await writer.end(cleared.id, ending, now)
      }
    },
  },
]
