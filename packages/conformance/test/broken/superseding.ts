import type { CreateOptions, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

export const brokenSuperseding: readonly BrokenStore[] = [
  {
    bug: 'gives what `evict` ended as superseded, too',
    fails: ['MODEL'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const both = options.supersedes !== undefined && options.evict?.includes(options.supersedes)
          const before = both ? await inner.read(options.supersedes ?? '') : null
          const answer = await inner.create(record, now, options)
          const again = answer.outcome === 'created' && answer.superseded === null && before?.ended === null
          return again ? { ...answer, superseded: before } : answer
        },
      })),
  },
  {
    bug: 'gives the superseded guest without its data',
    fails: ['CREATE-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            const before = super.supersede(taken, options)
            return before && { ...before, body: '' }
          }
        })(),
      ),
  },
  {
    bug: 'superseding deletes the guest instead of ending it',
    fails: ['CREATE-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            const before = super.supersede(taken, options)
            if (before !== null) this.drop(before)
            return before
          }
        })(),
      ),
  },
  {
    bug: 'supersedes once more what had already ended',
    fails: ['CREATE-SUPERSEDES-NONE'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(
            _taken: SessionRecord | undefined,
            { supersedes = '', supersededAs }: CreateOptions,
          ) {
            const record = this.find(supersedes)
            if (record !== undefined) this.finish(record, supersededAs)
            return record ?? null
          }
        })(),
      ),
  },
  {
    bug: 'supersedes only what is live',
    fails: ['CREATE-SUPERSEDES-EXPIRED'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const { supersedes, ...rest } = options
          const before = supersedes === undefined ? null : await inner.read(supersedes)
          const over = before !== null && now >= Math.min(before.idleExpiresAt, before.absoluteExpiresAt)
          return inner.create(record, now, over ? rest : options)
        },
      })),
  },
  {
    bug: 'supersedes only guests and the same user',
    fails: ['CREATE-SUPERSEDES-USER'],
    open: () =>
      wrapped((inner) => ({
        async create(record, now, options = {}) {
          const { supersedes, ...rest } = options
          const before = supersedes === undefined ? null : await inner.read(supersedes)
          const foreign = before?.userId != null && record.userId !== null && before.userId !== record.userId
          return inner.create(record, now, foreign ? rest : options)
        },
      })),
  },
]
