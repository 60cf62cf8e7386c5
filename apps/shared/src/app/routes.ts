import { sessionFacts } from '../facts.ts'
import { json } from './answers.ts'
import { breakIn } from './break-in.ts'
import type { Demo } from './demo.ts'
import { follow } from './follow.ts'
import { lab } from './lab.ts'
import { mySessions } from './my-sessions.ts'
import type { Route } from './route.ts'
import { safe } from './safe.ts'
import { shop } from './shop.ts'
import { signIn } from './sign-in.ts'

/** Those that look at a session whatever its state. */
export const lookingRoutes = (demo: Demo): readonly Route[] => [
  { method: 'GET', path: '/api/session', answer: ({ session }) => json(sessionFacts(session)) },
  { method: 'GET', path: '/events', answer: (asked) => follow(demo, asked) },
]

/** All others: a request whose key was just replaced is asked to come again before it gets here (`SupersededError`). */
export const pageRoutes = (demo: Demo): readonly Route[] => [
  ...shop(demo),
  ...signIn(demo),
  ...mySessions(demo),
  ...safe(demo),
  ...breakIn(demo),
  ...lab(demo),
]
