import { COOKIES } from './cookies.ts'
import type { Row } from './row.ts'
import { SESSION_MANAGEMENT } from './session-management.ts'

/** The chapters that a session layer has a part in. */
export const CHAPTERS: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'V3.3 Cookies', rows: COOKIES },
  { title: 'V7 Session management', rows: SESSION_MANAGEMENT },
]
