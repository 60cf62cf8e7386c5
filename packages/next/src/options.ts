export interface NextSessionOptions {
  /**
   * The client's address, from the header of a proxy that you run; whoever reaches the app past that proxy can send the header,
   * too. Default: unknown.
   */
  readonly address?: (headers: Pick<Headers, 'get'>) => string | undefined
  /**
   * Makes the answer to what a Route Handler threw. Default: the errors of Sess that are an answer in themselves (a store that is
   * down is a 503) are answered so, and everything else goes to Next.
   */
  readonly onError?: (error: unknown, request: Request) => Response | Promise<Response>
}
