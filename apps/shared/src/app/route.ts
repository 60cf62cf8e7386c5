import type { Missing } from '@sess/core'
import type { Opened } from './asked.ts'

/** What a binding's guard is to ask for. */
export interface RouteGuard {
  readonly acr?: string
  /** Where a browser is sent that may not pass, from this URL. */
  redirectTo(url: URL, missing: Missing): string
}

/** One route of a demo: what is done, and where one goes next. Frameworks differ in how they come here. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Who may pass; without it everybody. */
  readonly guard?: RouteGuard
  answer(asked: Opened): Response | Promise<Response>
}
