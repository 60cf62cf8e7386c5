import type { BrokenStore } from './broken.ts'
import { brokenBytes, brokenNotices } from './bytes.ts'
import { brokenCreates, brokenLimits, brokenSuperseding } from './create.ts'
import { brokenNetworks } from './network.ts'
import { brokenRaces } from './races.ts'
import { brokenEnds, brokenReads, brokenWrites } from './single.ts'
import { brokenEndAlls, brokenKeeping, brokenLists, brokenPartitions } from './user.ts'

export const BROKEN: readonly BrokenStore[] = [
  ...brokenCreates,
  ...brokenLimits,
  ...brokenSuperseding,
  ...brokenReads,
  ...brokenWrites,
  ...brokenEnds,
  ...brokenLists,
  ...brokenEndAlls,
  ...brokenKeeping,
  ...brokenPartitions,
  ...brokenBytes,
  ...brokenNotices,
  ...brokenRaces,
  ...brokenNetworks,
]
