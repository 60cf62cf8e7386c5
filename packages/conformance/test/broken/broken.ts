import type { StoreSubject } from '../../src/store/subject.ts'

/** A store with one bug. */
export interface BrokenStore {
  readonly bug: string
  /** The cases named after the bug. */
  readonly fails: readonly string[]
  readonly open: () => StoreSubject
}
