import { expect, test } from 'vitest'
import { Accounts, isSandbox } from '../src/accounts.ts'
import { FOR_RANDOM } from '../src/passwords.ts'

test('only the right password of the right account is right', async () => {
  const accounts = await Accounts.create(FOR_RANDOM)
  expect(await accounts.verify(' Ada ', 'analytical-engine')).toBe('ada')
  for (const [name, password] of [
    ['ada', 'nanosecond-wire'],
    ['ada', ''],
    ['nobody', 'analytical-engine'],
    ['__proto__', ''],
  ] as const) {
    expect(await accounts.verify(name, password)).toBeNull()
  }
})

test('a changed password counts at once, is not shown, and can be reset', async () => {
  const accounts = await Accounts.create(FOR_RANDOM)
  await accounts.changePassword('ada', 'difference-engine')
  expect(await accounts.verify('ada', 'analytical-engine')).toBeNull()
  expect(await accounts.verify('ada', 'difference-engine')).toBe('ada')
  expect(accounts.shown().find(({ id }) => id === 'ada')?.password).toBeNull()
  expect(await accounts.reset('ada')).toBe(true)
  expect(await accounts.verify('ada', 'analytical-engine')).toBe('ada')
  expect(await accounts.reset('nobody')).toBe(false)
})

test('a sandbox lives until it is closed, and its password is nobody else’s', async () => {
  const accounts = await Accounts.create(FOR_RANDOM)
  const [one, other] = [await accounts.openSandbox(), await accounts.openSandbox()]
  expect(isSandbox(one.id)).toBe(true)
  expect(await accounts.verify(one.id, one.password)).toBe(one.id)
  expect(await accounts.verify(other.id, one.password)).toBeNull()
  one.close()
  expect(await accounts.verify(one.id, one.password)).toBeNull()
  expect(accounts.shown().map(({ id }) => id)).toEqual(['ada', 'grace', 'alan'])
})

test('a ticket lets in once', async () => {
  const accounts = await Accounts.create(FOR_RANDOM)
  const ticket = accounts.issueTicket('ada')
  expect(accounts.redeemTicket(ticket)).toBe('ada')
  expect(accounts.redeemTicket(ticket)).toBeNull()
})
