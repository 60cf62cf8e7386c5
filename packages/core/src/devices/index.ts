export { describeDevice } from './describe-device.ts'
export type { DevicesOptions, LocateAddress } from './options.ts'
export { unfamiliarSignIns } from './unfamiliar-sign-ins.ts'
