import { COOKIES } from './cookies.ts'
import { ORIGINS } from './origins.ts'
import type { Row } from './row.ts'
import { SELF_CONTAINED_TOKENS } from './self-contained-tokens.ts'
import { SESSION_MANAGEMENT } from './session-management.ts'

/** The chapters that a session layer has a part in. */
export const CHAPTERS: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'V3.3 Cookies', rows: COOKIES },
  { title: 'V3.5 Separation of origins', rows: ORIGINS },
  { title: 'V7 Session management', rows: SESSION_MANAGEMENT },
  { title: 'V9 Self-contained tokens', rows: SELF_CONTAINED_TOKENS },
]
