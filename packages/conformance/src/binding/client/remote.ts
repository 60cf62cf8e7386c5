import type { Commands } from '../app/commands.ts'
import { exchange } from './exchange.ts'

type Result<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>

/** The app's commands, over HTTP. */
export class Remote {
  readonly #url: string

  constructor(base: string) {
    this.#url = `${base}/kit/control`
  }

  async call<Name extends keyof Commands>(
    name: Name,
    ...given: Parameters<Commands[Name]>
  ): Promise<Result<Name>> {
    const answer = await exchange({
      method: 'POST',
      url: this.#url,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify([name, ...given]),
    })
    const text = await answer.rest()
    const told =
      answer.status === 200 ? JSON.parse(text) : { failed: `it answered ${answer.status}: ${text}` }
    if (told.failed !== undefined)
      throw new Error(`The command ${name} failed at POST /kit/control: ${told.failed}`)
    return told.value
  }
}
