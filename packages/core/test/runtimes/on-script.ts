import { scenario } from './scenario.ts'

console.log(JSON.stringify(await scenario()))
