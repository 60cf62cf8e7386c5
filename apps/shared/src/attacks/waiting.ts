import type { Client } from './client.ts'

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again until something is so. An attack that cannot even begin is no proof, so it throws. */
export async function until(what: string, check: () => Promise<boolean>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`It did not come about that ${what}.`)
    await pause(40)
  }
}

let gates = 0
/** A name for a gate that nobody else uses. */
export const newGate = (): string => `gate-${process.pid}-${++gates}`

/** Resolves once a slow request is inside the demo's handler, its session already opened. */
export function running(client: Client, gate: string): Promise<void> {
  return until('the slow request runs', async () => {
    const reply = await client.get(`/lab/gate?name=${gate}`)
    return reply.status === 200 && JSON.parse(reply.text).waiting > 0
  })
}
