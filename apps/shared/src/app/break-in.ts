import { type Attack, attacks } from '../attacks/index.ts'
import { runAttack } from '../attacks/run.ts'
import type { Html } from '../html.ts'
import { breakInPage, resultLine } from '../pages/break-in.ts'
import { lines, page } from './answers.ts'
import { type Opened, pageContext } from './asked.ts'
import type { Demo } from './demo.ts'
import type { Route } from './route.ts'

/** What the page's script asks for: the steps alone, each as it happens. */
const STEPS = 'text/vnd.steps+html'

export const breakIn = (demo: Demo): readonly Route[] => [
  {
    method: 'GET',
    path: '/break-in',
    answer: (asked) => page(breakInPage(pageContext(demo, asked))),
  },
  ...attacks.map(
    (attack): Route => ({
      method: 'POST',
      path: `/break-in/${attack.name}`,
      answer: (asked) => attacked(demo, attack, asked),
    }),
  ),
]

async function attacked(demo: Demo, attack: Attack, asked: Opened): Promise<Response> {
  const results = steps(demo, attack, asked)
  if (asked.accept.includes(STEPS)) return lines('text/html', streamOf(results))
  const told: Html[] = []
  for await (const line of results) told.push(line)
  const context = { ...pageContext(demo, asked), path: '/break-in' }
  return page(breakInPage(context, { [attack.name]: told }))
}

async function* steps({ accounts, sessions }: Demo, attack: Attack, { self }: Opened): AsyncGenerator<Html> {
  const target = { baseUrl: self.url, accounts, sessions, ...(self.fetch && { fetch: self.fetch }) }
  for await (const result of runAttack(attack, target)) yield resultLine(result)
}

function streamOf(results: AsyncGenerator<Html>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await results.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value.toString()))
    },
    cancel() {
      // Not awaited: it ends only when the step that runs is done.
      void results.return(undefined)
    },
  })
}
