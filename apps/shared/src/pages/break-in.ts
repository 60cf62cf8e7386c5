import { type Attack, attacks, type Outcome, type Step } from '../attacks/index.ts'
import { type Content, type Html, html } from '../html.ts'
import { layout, type PageContext } from './layout.ts'

/** What has been run so far, by the name of the attack: shown where there is no script. */
export type Results = Readonly<Record<string, Content>>

export function breakInPage(page: PageContext, results: Results = {}): string {
  return layout(
    page,
    'Try to break in',
    html`<h1>Try to break in</h1>
<p class="lead">Each classic attack runs against this very demo: real requests with real cookies, on an account made for it.
Yours is never touched.</p>
<p class="actions"><button type="button" id="run-all" class="primary" hidden>Run them all</button> <span id="score" role="status"></span></p>
<div class="attacks">${attacks.map((attack) => card(attack, results[attack.name]))}</div>`,
  )
}

function card({ name, title, promise, story }: Attack, result: Content): Html {
  return html`<article class="card attack" id="${name}">
<h2>${title} <span class="tag">${promise}</span></h2>
<p>${story}</p>
<form method="post" action="/break-in/${name}"><button aria-label="Run: ${title}">Run it</button></form>
<ol class="steps" aria-live="polite">${result}</ol>
</article>`
}

const WHO = { attacker: 'Attacker', victim: 'Victim', demo: 'The demo' } as const

/** One step, or how it ended, as it is sent while the attack runs. */
export function resultLine(result: Step | Outcome): Html {
  if ('held' in result) {
    const { held, says } = result
    return html`<li class="outcome ${held ? 'held' : 'broken'}"><b>${held ? 'It held.' : 'Broken.'}</b> ${says}</li>`
  }
  const { who, did, wire = [] } = result
  return html`<li class="${who}"><b>${WHO[who]}</b> ${did}${wire.map((one) => html` <code class="wire">${one}</code>`)}</li>`
}
