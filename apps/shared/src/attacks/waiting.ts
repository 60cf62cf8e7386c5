import type { Client, Reply } from './client.ts'

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again until something is so. An attack that cannot even begin is no proof, so it throws. */
export async function until(what: string, check: () => Promise<boolean>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`It did not come about that ${what}.`)
    await pause(40)
  }
}

export interface Slow {
  /** Lets it go on. */
  finish(): Promise<Reply>
}

/** Starts a request that loads the session and then takes its time; resolves once it is inside the demo's handler. */
export async function startSlowly(client: Client, item: string): Promise<Slow> {
  const gate = crypto.randomUUID()
  const reply = client.post('/lab/slow-cart', { item, gate })
  // Whoever stops listening half-way never asks for the reply.
  reply.catch(() => {})
  const other = client.stranger()
  await until('the slow request runs', async () => {
    const { status, text } = await other.get(`/lab/gate?name=${gate}`)
    return status === 200 && JSON.parse(text).waiting > 0
  })
  return {
    async finish() {
      await other.post('/lab/gate', { name: gate })
      return reply
    },
  }
}
