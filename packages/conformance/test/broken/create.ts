import type { CreateOptions, SessionRecord } from '@sess/core'
import { PartsStore } from '../support/parts-store.ts'
import { partsSubject, wrapped } from '../support/subjects.ts'
import type { BrokenStore } from './broken.ts'

export const brokenCreates: readonly BrokenStore[] = [
  {
    bug: 'create takes the login for the last activity',
    fails: ['CREATE-STORES'],
    open: () =>
      wrapped((inner) => ({
        create: (record, now, options) => inner.create({ ...record, seenAt: record.createdAt }, now, options),
      })),
  },
  {
    bug: 'create overwrites what has expired or ended',
    fails: ['CREATE-DUPLICATE'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRepetition = (taken: SessionRecord, record: SessionRecord) =>
            taken.revision === record.revision || taken.ended !== null
          override inserts = (taken?: SessionRecord) => taken === undefined || taken.ended !== null
        })(),
      ),
  },
  {
    bug: 'a repeated create is a duplicate',
    fails: ['CREATE-REPEATED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRepetition = () => false
        })(),
      ),
  },
  {
    bug: 'a repeated create evicts once more',
    fails: ['CREATE-REPEATED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override judgesAgain = () => true
        })(),
      ),
  },
  {
    bug: 'a repeated create does not repeat the superseding',
    fails: ['CREATE-REPEATED-SUPERSEDES'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override supersede(taken: SessionRecord | undefined, options: CreateOptions) {
            return taken === undefined ? super.supersede(taken, options) : null
          }
        })(),
      ),
  },
  {
    bug: 'a repeated create writes the record again, ended or not',
    fails: ['CREATE-REPEATED-ENDED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override inserts = () => true
        })(),
      ),
  },
  {
    bug: 'a login that began exactly at notBefore is refused',
    fails: ['CREATE-REFUSED'],
    open: () =>
      partsSubject(
        new (class extends PartsStore {
          override isRefused(userId: string, authenticatedAt = Number.POSITIVE_INFINITY) {
            return authenticatedAt <= (this.notesOf(userId)?.notBefore ?? 0)
          }
        })(),
      ),
  },
  {
    bug: 'guests have a limit too',
    fails: ['CREATE-GUEST'],
    open: () =>
      wrapped((inner) => {
        let guests = 0
        return {
          async create(record, now, options) {
            if (record.userId === null && options?.limit !== undefined) {
              guests += 1
              if (guests >= options.limit.max) return { outcome: 'limited', active: [] }
            }
            return inner.create(record, now, options)
          },
        }
      }),
  },
]
