import type { ClientFacts } from './events.ts'

/** What the person calls a session lies beside the client's facts, where every version that changes the data keeps it. */
type NamedClient = ClientFacts & { readonly name?: unknown }

export function named(stored: NamedClient): { readonly client: ClientFacts; readonly name: string | null } {
  const { name, ...client } = stored
  return { client, name: typeof name === 'string' ? name : null }
}

/** The facts with another name, or with none. */
export function withName(stored: NamedClient, name: string | null): ClientFacts {
  const { client } = named(stored)
  return name === null ? client : { ...client, ...{ name } }
}
