import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { randomBytes, toBase64url, utf8 } from './bytes.ts'

/**
 * Session ids: `partition 9 ‖ unique 9` bytes, 24 base64url characters. All sessions of a user share the partition,
 * so that a cluster can keep them together. Ids are handles, not secrets.
 */

/**
 * The partition of a user: HMAC-SHA-256 with the app's `partitionKey`, or SHA-256 without one (then whoever guesses a
 * user id can tell which sessions are that user's).
 */
export function partitionOfUser(userId: string, partitionKey: string | undefined): string {
  const name = utf8(`sess/partition${userId}`)
  const digest = partitionKey === undefined ? sha256(name) : hmac(sha256, utf8(partitionKey), name)
  return toBase64url(digest.subarray(0, 9))
}

export const randomPartition = (): string => toBase64url(randomBytes(9))

export const newId = (partition: string): string => partition + toBase64url(randomBytes(9))

/** The compare-and-set token of a write: 96 random bits. */
export const newRevision = (): string => toBase64url(randomBytes(12))
