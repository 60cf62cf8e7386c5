import type { AuthRequirement, Missing, Session, Sessions, SessionsOptions, SessionView } from '@sess/core'

/** The session data of the app under test. */
export interface KitData {
  readonly items?: readonly string[]
}

/** What a route answers; the binding's author sends it as an app of that framework would. */
export type KitAnswer =
  | { readonly kind: 'json'; readonly status: number; readonly body: object }
  /** A 303; `to` is relative to the URL of the request. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** A status without a body. */
  | { readonly kind: 'empty'; readonly status: 204 | 304 }
  /** Text that goes out piece by piece, each as soon as it is there. */
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<string> }

/** What the app itself says on an answer, by the framework's own means: before `handle` runs where that can be, else on its response. */
export interface OwnHeaders {
  readonly cookies: Readonly<Record<string, string>>
  /** Appended to `Vary`. */
  readonly vary: string
  readonly cacheControl: string
}

export interface KitRoute {
  /** A `GET` route also answers `HEAD`, as the framework does it. */
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Goes to the binding's `requireAuth`, if it has one. `redirectTo` takes the path and query that the client asked for. */
  readonly guard?: AuthRequirement & { readonly redirectTo?: (asked: string, missing: Missing) => string }
  readonly own?: OwnHeaders
  /** What it throws goes the framework's own way to its error handler, and from there to `failed`. */
  handle(session: Session<KitData>, query: URLSearchParams): Promise<KitAnswer>
}

/**
 * The app that a binding is put under test with, but for the framework. What is left to do, in some sixty lines:
 *
 * 1. `POST /kit/control` is answered, before any session is opened, with the JSON text that `control(body)` resolves to;
 * 2. everything else opens its session with `sessions`, by the binding under test;
 * 3. `routes` are mounted: `guard` and `own` are done, then `handle` is called, and what it returns is sent;
 * 4. what anything throws is answered by the framework's error handler with the `status` and the JSON `body` of `failed(error)`;
 * 5. where the framework has places that can only look at a session, `GET /view` is one, and answers with `view(session)` anywhere in its body.
 */
export interface KitApp {
  /** The same object for as long as the app lives, however often a test asks for other rules. */
  readonly sessions: Sessions<KitData>
  readonly routes: readonly KitRoute[]
  failed(error: unknown): { readonly status: number; readonly body: object }
  view(session: SessionView<KitData>): string
  control(body: string): Promise<string>
}

/** The rules that a test may ask for: what can be said in JSON. */
export type KitOptions = Pick<
  SessionsOptions<KitData>,
  'cookie' | 'idleTimeout' | 'absoluteTimeout' | 'renewalInterval'
> & { readonly limit?: { readonly max: number; readonly overflow: 'reject' | 'evict-oldest' } }
