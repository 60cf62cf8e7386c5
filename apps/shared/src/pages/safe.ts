import { html } from '../html.ts'
import { layout, type PageContext } from './layout.ts'

/** What only a stepped-up session gets to see. */
export function safePage(page: PageContext, lasts: string): string {
  return layout(
    page,
    'Safe',
    html`<h1>The safe is open</h1>
<p class="lead">You confirmed your password a moment ago. That lapses by itself after ${lasts}.</p>
<section class="card narrow">
<h2>Recovery codes</h2>
<ul class="codes" id="codes"><li><code>7f3k-m2qa</code></li><li><code>x9dw-41tz</code></li><li><code>hc5n-8bve</code></li></ul>
<p class="faint">The key of your session was replaced when you confirmed. A copy of the old cookie opens nothing.</p>
</section>`,
  )
}

export function stepUpPage(page: PageContext, then: string, wrong: boolean): string {
  return layout(
    page,
    'Confirm that it is you',
    html`<h1>Confirm that it is you</h1>
<p class="lead">What you want to open asks for your password once more.</p>
${wrong && html`<p class="notice warning" role="alert">That is not your password.</p>`}
<section class="card narrow">
<form class="fields" method="post" action="/step-up">
<input type="hidden" name="then" value="${then}">
<label>Password of ${page.name} <input name="password" type="password" autocomplete="current-password" required></label>
<button class="primary">Confirm</button>
</form>
</section>`,
  )
}
