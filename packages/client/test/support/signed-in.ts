import { onTestFinished } from 'vitest'
import { type ClientOptions, createClient } from '../../src/index.ts'
import { type Api, type ApiOptions, startApi } from './api.ts'

/** An API with alice signed in, and what her client was told. */
export async function signedIn(options: Partial<ClientOptions> = {}, apiOptions: ApiOptions = {}) {
  const api = await startApi(apiOptions)
  onTestFinished(() => api.close())
  const told: string[] = []
  const client = clientOf(api, { onSignedOut: (reason) => told.push(reason), ...options })
  const { body, id } = await api.signIn()
  await client.signedIn(body)
  return { api, client, told, body, id, orders: `${api.url}/orders` }
}

export const clientOf = (api: Api, options: Partial<ClientOptions> = {}) =>
  createClient({
    tokenEndpoint: `${api.url}/oauth/token`,
    revocationEndpoint: `${api.url}/oauth/revoke`,
    ...options,
  })
