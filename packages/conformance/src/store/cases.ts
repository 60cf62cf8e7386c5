import type { Group } from '../kit/runner.ts'
import { bytesCases } from './bytes.ts'
import { createCases } from './create.ts'
import { createEvictCases } from './create-evict.ts'
import { createLimitCases } from './create-limit.ts'
import { createSupersedeCases } from './create-supersede.ts'
import { endCases } from './end.ts'
import { endAllCases } from './end-all.ts'
import { faultCases } from './faults.ts'
import { keepCases } from './keep.ts'
import { listCases } from './list.ts'
import { modelCases } from './model/model.ts'
import { payloadCases } from './payload.ts'
import { createRaces } from './races-create.ts'
import { mixedRaces } from './races-mixed.ts'
import { writeRaces } from './races-write.ts'
import { readCases } from './read.ts'
import { replaceCases } from './replace.ts'
import type { Scene } from './scene.ts'
import { secondCases } from './second.ts'
import type { StoreFeature } from './subject.ts'
import { subscribeCases } from './subscribe.ts'

/** Every case, by the part of the contract that it belongs to. */
export const STORE_GROUPS: readonly Group<Scene, StoreFeature>[] = [
  { name: 'create', cases: createCases },
  { name: 'create: limits', cases: createLimitCases },
  { name: 'create: evictions', cases: createEvictCases },
  { name: 'create: superseding', cases: createSupersedeCases },
  { name: 'read', cases: readCases },
  { name: 'replace', cases: replaceCases },
  { name: 'end', cases: endCases },
  { name: 'list', cases: listCases },
  { name: 'endAll', cases: endAllCases },
  { name: 'bytes and time', cases: bytesCases },
  { name: 'payload', cases: payloadCases },
  { name: 'keeping', cases: keepCases },
  { name: 'races: create', cases: createRaces },
  { name: 'races: writes', cases: writeRaces },
  { name: 'races: everything', cases: mixedRaces },
  { name: 'other processes', cases: secondCases },
  { name: 'subscribe', cases: subscribeCases },
  { name: 'faults', cases: faultCases },
  { name: 'model', cases: modelCases },
]
