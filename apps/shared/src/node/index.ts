export { type Listening, listen } from './listen.ts'
export { runDemo } from './main.ts'
export { type NodeDemo, type RunningDemo, startDemo } from './start.ts'
