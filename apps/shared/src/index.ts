import { fileURLToPath } from 'node:url'

export { Accounts, isSandbox, type Sandbox, SHORTEST_PASSWORD, type ShownAccount } from './accounts.ts'
export { type DemoData, demoData, SHELF, withItem, withoutItems } from './data.ts'
export { createDemoSessions, groupOf, SESSION_LIMIT, STEPPED_UP } from './demo-sessions.ts'
export { deviceOf, PRETENDED_DEVICES } from './device.ts'
export { EventLog, type Viewer } from './event-log.ts'
export { sessionFacts } from './facts.ts'
export { Gates } from './gates.ts'
export { Html, html } from './html.ts'
export { localPath } from './local-path.ts'
export { type Cost, FOR_PEOPLE, FOR_RANDOM } from './passwords.ts'
export { mayChange, PERSONAL_HEADERS, SECURITY_HEADERS } from './security-headers.ts'
export { type DemoStore, openStore } from './store.ts'
export { type Timings, timingsFrom } from './timings.ts'
export { isNotice, type Notice } from './words.ts'

/** The folder of the stylesheet, the script and the icon. */
export const assets: string = fileURLToPath(new URL('../public/assets', import.meta.url))
