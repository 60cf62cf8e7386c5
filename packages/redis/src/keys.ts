import { partitionOf } from '@sess/core'

/** The hash of a partition. The braces put everything of one user into one slot of a cluster. */
export const partitionKey = (prefix: string, partition: string): string => `${prefix}:{${partition}}`

/** Whether there can be a record of that id: what was never an id may look like one of the hash's other fields. */
export const isId = (id: string): boolean => /^[\w-]{13,64}$/.test(id)

export const keyOfId = (prefix: string, id: string): string => partitionKey(prefix, partitionOf(id))
