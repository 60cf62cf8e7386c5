import { type Scenario, scenario } from './scenario.ts'

/** What an honest client and a bad network do. */
const HONEST: readonly Scenario[] = [
  scenario({
    name: 'renewal',
    client: { parallel: 3 },
    left: { sends: 5, losses: 2, repeats: 1 },
    depth: 16,
  }),
  scenario({
    name: 'a laptop that sleeps',
    client: { parallel: 2 },
    datesGenerations: true,
    left: { sends: 4, losses: 1 },
  }),
  scenario({
    name: 'lost rounds',
    client: { parallel: 1 },
    passes: [2, 4],
    rounds: true,
    punctual: true,
    left: { sends: 15, losses: 1 },
    depth: 70,
  }),
  scenario({
    name: 're-keying',
    client: { does: ['read', 'rekey'], parallel: 2 },
    left: { sends: 4, rekeyings: 2, losses: 1, repeats: 1 },
    depth: 14,
  }),
  scenario({
    name: 'many re-keyings',
    client: { does: ['rekey'], parallel: 1 },
    passes: [],
    left: { sends: 9, rekeyings: 9 },
    depth: 60,
  }),
  scenario({
    name: 'overtaken answers',
    client: { does: ['read', 'rekey'], parallel: 2 },
    passes: [4],
    left: { sends: 5, rekeyings: 2 },
    depth: 24,
  }),
  scenario({
    name: 'overtaken rounds',
    client: { does: ['read', 'rekey'], parallel: 2 },
    overlap: 3,
    latency: 2,
    renewalInterval: 6,
    passes: [2, 6],
    left: { sends: 5, rekeyings: 1, losses: 1 },
    depth: 21,
  }),
  scenario({
    name: 'slow handlers',
    client: { does: ['read', 'write', 'rekey'], parallel: 2 },
    passes: [4],
    left: { sends: 3, rekeyings: 1 },
  }),
  scenario({
    name: 'ends',
    client: { does: ['read', 'write', 'logout', 'rekey'], parallel: 2 },
    passes: [1],
    strokes: ['revoke', 'vanish'],
    left: { sends: 3, strokes: 1, rekeyings: 1 },
    depth: 12,
  }),
  scenario({
    name: 'credentials',
    client: { does: ['read', 'credentials'], parallel: 1 },
    strokes: ['crash'],
    left: { sends: 3, rekeyings: 2 },
  }),
  scenario({
    name: 'render',
    client: { does: ['page'], parallel: 2 },
    left: { sends: 3, losses: 1, failovers: 1 },
  }),
  scenario({
    name: 'bearer only',
    client: { via: ['cookie', 'none'], parallel: 1 },
    passes: [2, 4],
    rounds: true,
    punctual: true,
    left: { sends: 13, losses: 1 },
    depth: 70,
  }),
  scenario({
    name: 'token endpoint',
    client: { via: ['token-endpoint', 'none'], parallel: 2 },
    punctual: true,
    datesGenerations: true,
    left: { sends: 5, losses: 2 },
  }),
]

/** What stores, clocks and deployments do. */
const FAULTS: readonly Scenario[] = [
  scenario({
    name: 'fail-over',
    client: { parallel: 2 },
    left: { sends: 4, failovers: 2, losses: 1 },
  }),
  scenario({
    name: 'fail-over and re-keying',
    client: { does: ['read', 'rekey'], parallel: 2 },
    left: { sends: 3, failovers: 1, rekeyings: 1 },
  }),
  scenario({
    name: 'deadlines',
    client: { does: ['read', 'write'], parallel: 2 },
    passes: [1],
    fine: true,
    deadlines: { idle: 3, tolerance: 1, absolute: 6 },
    left: { sends: 3 },
  }),
  scenario({
    name: 'mark',
    client: { parallel: 2 },
    servers: [
      { clock: 0, knowsMark: false },
      { clock: 0, knowsMark: true },
    ],
    strokes: ['mark'],
    left: { sends: 3, strokes: 1 },
  }),
  scenario({
    name: 'clocks',
    client: { does: ['read', 'rekey'], parallel: 2 },
    servers: [
      { clock: 0, knowsMark: false },
      { clock: 1, knowsMark: false },
    ],
    overlap: 3,
    renewalInterval: 6,
    passes: [1, 6],
    left: { sends: 3, rekeyings: 1 },
    depth: 14,
  }),
]

/** What those do who have no business here. */
const ATTACKS: readonly Scenario[] = [
  scenario({
    name: 'thief',
    client: { parallel: 1 },
    left: { sends: 3, thefts: 2, thiefSends: 2 },
  }),
  scenario({
    name: 'thief who waits',
    client: { parallel: 1 },
    thief: { via: ['cookie', 'none'] },
    passes: [4],
    left: { sends: 4, thefts: 1, thiefSends: 1 },
  }),
  scenario({
    name: 'thief who re-keys',
    client: { parallel: 1 },
    thief: { does: ['read', 'rekey'] },
    left: { sends: 2, thefts: 1, thiefSends: 3, rekeyings: 2 },
    depth: 14,
  }),
  scenario({
    name: 'thief who throws away what he is handed',
    client: { parallel: 1 },
    thief: { keeps: false },
    passes: [2, 4],
    rounds: true,
    punctual: true,
    left: { thefts: 1, thiefSends: 13 },
    depth: 60,
  }),
  scenario({
    name: 'thief at the token endpoint',
    client: { via: ['token-endpoint'], parallel: 1 },
    thief: { via: ['token-endpoint'] },
    punctual: true,
    datesGenerations: true,
    left: { sends: 3, thefts: 1, thiefSends: 2 },
  }),
  scenario({
    name: 'old key after a renewal',
    client: { does: ['read', 'rekey'], parallel: 1 },
    passes: [4],
    left: { sends: 3, thefts: 1, thiefSends: 1, rekeyings: 1 },
  }),
  scenario({
    name: 'forger',
    client: { parallel: 1 },
    thief: { forges: ['guessed', 'next-generation', 'of-another-record'] },
    left: { sends: 2, thefts: 1, thiefSends: 2 },
  }),
  scenario({
    name: 'dump',
    client: { parallel: 1 },
    thief: { hasDump: true },
    left: { sends: 1, thefts: 1, thiefSends: 3 },
  }),
]

export const SCENARIOS: readonly Scenario[] = [...HONEST, ...FAULTS, ...ATTACKS]
