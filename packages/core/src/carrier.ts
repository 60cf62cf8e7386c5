/**
 * The whole contract with a web framework: what a session needs to know of a request, and how it sets a
 * header. A binding translates this and nothing else.
 */
export interface Carrier {
  readonly method: string
  /** Path and query, or an absolute URL: only ever looked at, tokens are never read from it. */
  readonly url: string
  /** `true` when the client's connection is HTTPS, as the framework's proxy settings say. */
  readonly secure: boolean
  /** The client's address, as the framework's proxy settings say. */
  readonly address: string | undefined
  /** A request header by its lower-case name. */
  header(name: string): string | undefined
  /**
   * The field `csrf_token` of a form, where the body has been parsed or can be read: asked only of an unsafe request that says in
   * no other way where it comes from. Absent: such a request needs the header.
   */
  formToken?(): string | undefined | Promise<string | undefined>
  /** Absent where no cookie can be set, as in a Server Component: such a session only serves, or ends. */
  readonly response?: ResponseHead
}

export interface ResponseHead {
  /** Whether the head has left: from then on nothing can be set. */
  readonly sent: boolean
  /** The values of a header that is about to be sent. */
  get(name: string): readonly string[]
  /** Replaces all values of a header. */
  set(name: string, values: readonly string[]): void
}
