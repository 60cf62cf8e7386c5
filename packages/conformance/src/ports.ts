export type { Plan, Runner } from './kit/runner.ts'
