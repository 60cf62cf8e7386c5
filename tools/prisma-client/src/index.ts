export { type ClientClass, generatedClient } from './generated-client.ts'
export { type Provider, sessModels, sessTables } from './shipped.ts'
