import { describe, expect, test } from 'vitest'
import { walk } from './explorer/lockstep/walk.ts'
import { proceeding } from './explorer/mutant.ts'
import type { Procedure } from './explorer/protocol.ts'
import { REAL } from './explorer/protocol.ts'
import { scenario } from './explorer/scenario.ts'
import { seeded } from './simulation/random.ts'

const WALKS = process.env.SESS_EXPLORE === 'long' ? 2000 : 60

const EVERYTHING = scenario({
  name: 'everything at once',
  client: { via: ['cookie', 'none'], does: ['read', 'write', 'rekey', 'logout'], parallel: 3 },
  thief: { via: ['cookie', 'none'], does: ['read', 'rekey'], parallel: 2 },
  strokes: ['revoke'],
  left: {
    sends: 80,
    thefts: 4,
    thiefSends: 12,
    rekeyings: 6,
    failovers: 4,
    losses: 12,
    repeats: 8,
    strokes: 1,
  },
})

const HONEST = scenario({
  name: 'an honest client',
  client: { via: ['cookie', 'none'], does: ['read', 'write', 'rekey'], parallel: 4 },
  left: { sends: 120, rekeyings: 6, failovers: 4, losses: 20, repeats: 8 },
})

const ENDPOINT = scenario({
  name: 'the token endpoint',
  client: { via: ['token-endpoint', 'none'], parallel: 3 },
  thief: { via: ['token-endpoint'], parallel: 1 },
  punctual: true,
  datesGenerations: true,
  left: { sends: 100, thefts: 2, thiefSends: 6, losses: 12 },
})

/** Procedures that the code does not follow. */
const OTHERS: readonly Partial<Procedure>[] = [
  { openConflict: 'judge' },
  { openConflict: 'serve' },
  { openConflict: 'overwrite' },
  { endConflict: 'judge-again' },
  { changeConflict: 'judge' },
  { changeConflict: 'overwrite' },
  { verdictEnds: 'always' },
  { logoutEnds: 'if-unchanged' },
]

describe('what the explorer explores is what the code does, command by command', () => {
  test.each([HONEST, EVERYTHING, ENDPOINT])('$name', { timeout: 3_600_000 }, async (stage) => {
    const steps = new Map<string, number>()
    for (let seed = 1; seed <= WALKS; seed++) {
      const walked = await walk(stage, REAL, seeded(seed))
      expect(walked.differs, `seed ${seed}`).toBeNull()
      for (const [kind, times] of walked.steps) steps.set(kind, (steps.get(kind) ?? 0) + times)
    }
    const total = [...steps.values()].reduce((sum, times) => sum + times, 0)
    const kinds = [...steps].map(([kind, times]) => `${kind} ${times}`).join(', ')
    console.log(`${stage.name}: ${WALKS} walks, ${total} steps in lockstep (${kinds})`)
    expect(total).toBeGreaterThan(WALKS * 30)
  })

  test.each(OTHERS)('a model that differs is noticed: %o', { timeout: 600_000 }, async (procedure) => {
    const noticed = async (seed: number) =>
      (await walk(EVERYTHING, proceeding(procedure), seeded(seed))).differs !== null
    let seed = 1
    while (seed <= 1000 && !(await noticed(seed))) seed++
    expect(seed).toBeLessThanOrEqual(1000)
  })
})
