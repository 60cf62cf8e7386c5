import type { BrokenStore } from './broken.ts'
import { brokenBytes, brokenNotices } from './bytes.ts'
import { brokenCreates } from './create.ts'
import { brokenEvictions } from './evictions.ts'
import { brokenLimits } from './limits.ts'
import { brokenNetworks } from './network.ts'
import { brokenLoginRaces } from './races-create.ts'
import { brokenWriteRaces } from './races-write.ts'
import { brokenEnds, brokenReads, brokenWrites } from './single.ts'
import { brokenSuperseding } from './superseding.ts'
import { brokenEndAlls, brokenKeeping, brokenLists, brokenPartitions } from './user.ts'

export const BROKEN: readonly BrokenStore[] = [
  ...brokenCreates,
  ...brokenLimits,
  ...brokenEvictions,
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
  ...brokenLoginRaces,
  ...brokenWriteRaces,
  ...brokenNetworks,
]
