import { afterLogout } from './after-logout.ts'
import type { Attack } from './attack.ts'
import { fixation } from './fixation.ts'
import { forgery } from './forgery.ts'
import { limit } from './limit.ts'
import { replay } from './replay.ts'
import { resurrection } from './resurrection.ts'
import { stepUp } from './step-up.ts'

export type { Attack, Lab, Outcome, Step } from './attack.ts'
export { Client } from './client.ts'

/** Every attack, in the order in which the page tells them. */
export const attacks: readonly Attack[] = [
  fixation,
  replay,
  stepUp,
  afterLogout,
  resurrection,
  limit,
  forgery,
]
export { runAttack, type Target } from './run.ts'
