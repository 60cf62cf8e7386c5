import { Answer } from '../../../conformance/src/binding/client/answer.ts'
import type { App } from '../../../conformance/src/binding/client/app.ts'
import type { Browser } from '../../../conformance/src/binding/client/browser.ts'
import { exchange } from '../../../conformance/src/binding/client/exchange.ts'

export interface Act {
  /** What the action does, named like a route of the kit. */
  readonly run: string
  /** Where it redirects to. */
  readonly goTo?: string
  /** `false`: the answer is lost. */
  readonly keep?: boolean
}

/** Calls the Server Action of `/act`: as Next's script does it, or as a form without any script. */
export async function act(
  app: App,
  browser: Browser,
  { run, goTo = '', keep = true }: Act,
  by: 'script' | 'form' = 'script',
): Promise<Answer> {
  const page = await app.raw('/act', [['sec-purpose', 'prefetch']])
  const [, id = ''] = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(page.text) ?? []
  const fields = { run, goTo }
  const encoded = by === 'form' ? formOf({ [`$ACTION_ID_${id}`]: '', ...fields }) : Response.json([fields])
  const cookie = browser.jar.getCookieStringSync(`${app.url}/act`)
  const begun = await exchange({
    method: 'POST',
    url: `${app.url}/act`,
    headers: Object.entries({
      origin: new URL(app.url).origin,
      'sec-fetch-site': 'same-origin',
      ...(by === 'form'
        ? { 'content-type': encoded.headers.get('content-type') ?? '' }
        : { 'content-type': 'text/plain;charset=UTF-8', 'next-action': id, accept: 'text/x-component' }),
      ...(cookie !== '' && { cookie }),
    }),
    body: await encoded.text(),
  })
  if (keep) for (const line of begun.lines('set-cookie')) browser.jar.setCookieSync(line, `${app.url}/act`)
  return new Answer(begun, await begun.rest())
}

function formOf(fields: Readonly<Record<string, string>>): Response {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return new Response(form)
}
