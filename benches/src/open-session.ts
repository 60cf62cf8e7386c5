import { memoryStore } from '@sess/core/memory'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { betterAuthOn } from './contenders/better-auth.ts'
import { byHand } from './contenders/by-hand.ts'
import { sess } from './contenders/sess.ts'
import { bench } from './report.ts'

/** CPU of opening a valid session in memory, in one run against the least that is possible and against a peer. */
const database = memoryAdapter({ user: [], session: [], account: [], verification: [] })
const contenders = [
  await sess('Sess, memory store', memoryStore()),
  byHand(),
  await betterAuthOn('Better Auth getSession, memory adapter', { database }),
]
await bench('open-session', 'Opening a valid session, in memory', contenders, [
  {
    what: 'One at a time',
    meter: { of: 'cpu', atOnce: 1 },
    comparisons: [
      { of: 'Sess to by hand', ratio: [0, 1], aim: 'below 8' },
      { of: 'Sess to Better Auth', ratio: [0, 2], aim: 'below 0.05' },
    ],
  },
])
