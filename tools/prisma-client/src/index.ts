export { type ClientClass, generatedClient } from './generated-client.ts'
export { sessModels, sessTables } from './shipped.ts'
