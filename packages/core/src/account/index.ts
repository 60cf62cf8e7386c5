export { type AccountHandler, type AccountOptions, accountPage } from './account-page.ts'
export { type MySession, mySessions } from './my-sessions.ts'
export { renameSession } from './rename-session.ts'
