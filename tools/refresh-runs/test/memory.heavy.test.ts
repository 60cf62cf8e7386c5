import { memoryStore } from '@sess/core/memory'
import { runs } from './runs.ts'

runs('the memory store', () => memoryStore(), { honest: 10_000, thefts: 200 })
