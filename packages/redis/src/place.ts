import type { Commands } from './commands.ts'
import { NONCE_LENGTH } from './layout.ts'
import type { Settings } from './options.ts'
import type { Reads } from './reads.ts'

/** Where the verbs work: how to reach Redis, and what the app decided. */
export interface Place {
  readonly commands: Commands
  readonly reads: Reads
  readonly settings: Settings
}

/** What every script is given beside its own arguments. */
export const common = ({ settings }: Place, now: number) =>
  ({
    nowText: now,
    graceText: settings.grace,
    waiting: settings.wait === null ? '0' : '1',
  }) as const

/** Names one call, so that the server recognises it when the client sends it a second time. */
export const newNonce = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array((NONCE_LENGTH * 3) / 4))).toString('base64url')

export const unreadableNote = (field: unknown): Error =>
  new Error(
    `What Redis holds about the user of the field "${String(field)}" is in a format that this version does not read: a newer one wrote it, ` +
      'or somebody changed it. Let every server run the newer version, or remove the field by hand.',
  )
