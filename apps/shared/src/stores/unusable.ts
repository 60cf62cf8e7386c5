/** The one line that a demo ends with when its store cannot be used. */
export function unusable(name: string, cause: unknown, variable: 'REDIS_URL' | 'DATABASE_URL'): Error {
  const reason = lastLine(cause).replace(/\.$/, '')
  return new Error(
    `${name} cannot be used: ${reason}. Mend that, or leave out ${variable}: the memory store needs nothing.`,
    { cause },
  )
}

/** Prisma's own errors begin with lines about its call. */
function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n').at(-1) ?? text
}
