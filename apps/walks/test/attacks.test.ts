import { type Attack, attacks, type Outcome, runAttack, type Step } from 'demo-shared/attacks'
import { describe, expect, test } from 'vitest'
import { LISTENERS } from './support/listeners.ts'
import { naiveSessions } from './support/naive-sessions.ts'
import { type ServedDemo, serveDemo } from './support/serve.ts'

async function run(attack: Attack, { url, demo }: ServedDemo) {
  const results: (Step | Outcome)[] = []
  const target = { baseUrl: url, accounts: demo.accounts, sessions: demo.sessions }
  for await (const result of runAttack(attack, target)) results.push(result)
  return { steps: results.slice(0, -1) as Step[], outcome: results.at(-1) as Outcome }
}

describe.each(LISTENERS)('attacks on %s', (_framework, listener) => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))(
    '%s fails against the demo',
    async (_name, attack) => {
      const served = await serveDemo(listener)
      const { steps, outcome } = await run(attack, served)
      expect(outcome).toMatchObject({ held: true })
      expect(steps.length).toBeGreaterThan(1)
      const live = JSON.parse(served.store.dump()) as unknown
      expect(JSON.stringify(live)).toContain('sandbox-')
      for (const step of steps) expect(step.did).not.toMatch(/undefined|null/)
    },
  )

  // An attack that could not succeed would prove nothing.
  test.each(attacks.map((attack) => [attack.name, attack] as const))(
    '%s succeeds against sessions as they are often written by hand',
    async (_name, attack) => {
      const { outcome } = await run(attack, await serveDemo(listener, { sessions: naiveSessions() }))
      expect(outcome.held).toBe(false)
      expect(outcome.says).not.toContain('could not run')
    },
  )

  test('an attack that cannot even begin is not counted as held', async () => {
    const served = await serveDemo(listener)
    const [attack] = attacks
    if (attack === undefined) throw new Error('There are no attacks.')
    const { outcome } = await run(attack, { ...served, url: 'http://127.0.0.1:1' })
    expect(outcome).toMatchObject({ held: false, says: expect.stringContaining('could not run') })
  })

  test('an attack leaves no account and no live session behind, also when nobody listens to its end', async () => {
    const served = await serveDemo(listener)
    const target = { baseUrl: served.url, accounts: served.demo.accounts, sessions: served.demo.sessions }
    for (const attack of attacks) {
      const running = runAttack(attack, target)
      await running.next()
      await running.return()
    }
    const owners = new Set(served.demo.log.latest({ userId: null, id: null }, 1))
    expect(owners.size).toBe(0)
    for (const id of served.store.dump().match(/sandbox-\w+/g) ?? []) {
      expect(await served.demo.sessions.list(id)).toEqual([])
      expect(served.demo.accounts.nameOf(id)).toBe(id)
    }
  })
})
