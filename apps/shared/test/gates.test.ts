import { expect, test, vi } from 'vitest'
import { Gates } from '../src/gates.ts'

test('a gate holds until it is opened, and counts who waits', async () => {
  const gates = new Gates()
  const passed: string[] = []
  const both = Promise.all(['a', 'b'].map((name) => gates.pass('x').then(() => passed.push(name))))
  expect([gates.waiting('x'), gates.waiting('y'), passed]).toEqual([2, 0, []])
  gates.open('y')
  gates.open('x')
  await both
  expect([gates.waiting('x'), passed]).toEqual([0, ['a', 'b']])
})

test('but never for long', async () => {
  vi.useFakeTimers()
  try {
    const passing = new Gates(10_000).pass('x')
    await vi.advanceTimersByTimeAsync(10_000)
    await passing
  } finally {
    vi.useRealTimers()
  }
})
