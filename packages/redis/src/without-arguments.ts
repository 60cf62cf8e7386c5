/**
 * ioredis puts the command that failed on its error, arguments and all: the whole record with its proofKey and the app's data, or
 * the password of an AUTH. Whoever logs the error, or the `StoreError` whose cause it is, would log those too. The name stays.
 */
export function withoutArguments<T>(error: T): T {
  if (!(error instanceof Error) || !('command' in error)) return error
  const { command } = error
  const name = typeof command === 'object' && command !== null && 'name' in command ? command.name : undefined
  error.command = { name }
  return error
}
