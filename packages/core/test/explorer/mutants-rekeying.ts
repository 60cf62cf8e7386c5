import { confirm } from '../../src/transitions.ts'
import { type Mutant, rekeying } from './mutant.ts'

/** What a re-keying keeps, and remembers. */
export const REKEYING: readonly Mutant[] = [
  {
    breaks: 're-keying keeps the proofKey',
    how: 'a new one',
    scenario: 'thief who re-keys',
    protocol: rekeying((next) => ({ ...next, proofKey: next.secretHash })),
  },
  {
    breaks: 're-keying never resets the generation',
    how: 'from 0 again',
    scenario: 'old key after a renewal',
    protocol: rekeying((next) => ({ ...next, generation: 0, keyedGeneration: 0 })),
  },
  {
    breaks: 're-keying leaves the new key unseen',
    how: 'seen by being made',
    scenario: 're-keying',
    protocol: rekeying((next, _before, now) => confirm(next, now)),
  },
  {
    breaks: 're-keying remembers what it replaced',
    how: 'only the last time',
    scenario: 're-keying',
    protocol: rekeying((next) => ({ ...next, replaced: next.replaced.slice(-1) })),
  },
  {
    breaks: 're-keying remembers what it replaced',
    how: 'without end',
    scenario: 'many re-keyings',
    protocol: rekeying((next, before, now) => ({
      ...next,
      replaced: [...before.replaced, [before.generation, now, true]],
    })),
  },
  {
    breaks: 're-keying remembers the predecessor that still served',
    how: 'it does not',
    scenario: 're-keying',
    protocol: rekeying((next, before) => ({
      ...next,
      replaced: next.replaced.filter(([generation]) => generation !== before.generation - 1),
    })),
  },
  {
    breaks: 're-keying remembers late answers for good',
    how: 'for two overlaps',
    scenario: 'overtaken answers',
    protocol: rekeying((next, _before, now, overlap) => ({
      ...next,
      replaced: next.replaced.filter(([, at]) => now - at < 2 * overlap),
    })),
  },
  {
    breaks: 'late: handed out until its last round was over',
    how: 'until it was made',
    scenario: 'overtaken rounds',
    protocol: rekeying((next, before, now, overlap) => ({
      ...next,
      replaced: next.replaced.map(([generation, at, late]) =>
        generation === before.generation
          ? [generation, at, before.reissuedAt + overlap >= now]
          : [generation, at, late],
      ),
    })),
  },
]
