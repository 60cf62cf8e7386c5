import { expect, test } from 'vitest'
import { contractProblems, contractTable, idsIn } from '../tools/contract-table.ts'

test('the doc comments of the contract, the cases and the table in the docs name the same requirements', () => {
  expect(contractProblems()).toEqual([])
})

test('an id is found wherever a comment names it', () => {
  expect(idsIn('/** Ends. `[END-ONCE]` Or not `[SWEEP]`; [NOT-THIS], `NOR-THIS`. */')).toEqual([
    'END-ONCE',
    'SWEEP',
  ])
})

test('the table has a row for every requirement', () => {
  for (const id of ['CREATE-REPEATED', 'RACE-LIMIT', 'FAULT-OUTAGE', 'DEVICE-RACE', 'REPLAY-ONCE']) {
    expect(contractTable()).toMatch(new RegExp(`^\\| ${id} \\| .+ \\|$`, 'm'))
  }
})
