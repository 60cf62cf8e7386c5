import { scenario } from './scenario.ts'

/** What `workerd test` runs: no port, no request, one call. */
export default {
  async test(): Promise<void> {
    console.log(JSON.stringify(await scenario()))
  },
}
