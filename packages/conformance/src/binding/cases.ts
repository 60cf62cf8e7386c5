import { cookies } from './cases/cookies.ts'
import { csrf } from './cases/csrf.ts'
import { deployment } from './cases/deployment.ts'
import { guard } from './cases/guard.ts'
import { hostile } from './cases/hostile.ts'
import { login } from './cases/login.ts'
import { outage } from './cases/outage.ts'
import { readOnly } from './cases/read-only.ts'
import { renewal } from './cases/renewal.ts'
import { requests } from './cases/requests.ts'
import { responses } from './cases/responses.ts'
import { writes } from './cases/writes.ts'

/** Every requirement on a binding, by what it is about. */
export const BINDING_GROUPS = [
  { name: 'cookies', cases: cookies },
  { name: 'login and logout', cases: login },
  { name: 'whose session it is', cases: requests },
  { name: 'renewal', cases: renewal },
  { name: 'concurrent writes', cases: writes },
  { name: 'answers of every kind', cases: responses },
  { name: 'the guard', cases: guard },
  { name: 'places that only look', cases: readOnly },
  { name: 'proxies, base paths, neighbours', cases: deployment },
  { name: 'requests that other sites make', cases: csrf },
  { name: 'hostile clients', cases: hostile },
  { name: 'the store is down', cases: outage },
] as const
