import type { ShownAccount } from '../accounts.ts'
import { html } from '../html.ts'
import { layout, type PageContext } from './layout.ts'

export interface SignInModel {
  readonly accounts: readonly ShownAccount[]
  /** The path to go on to. */
  readonly then: string
  readonly problem: 'wrong-password' | 'no-cookie' | null
}

const PROBLEMS = {
  'wrong-password': html`That name and password do not go together.`,
  'no-cookie': html`Your browser did not keep the cookie. Safari keeps no <code>Secure</code> cookie of
<code>http://localhost</code>: start the demo with <code>DEMO_INSECURE_LOCALHOST=1 pnpm demo</code>.`,
} as const

export function signInPage(page: PageContext, { accounts, then, problem }: SignInModel): string {
  return layout(
    page,
    'Sign in',
    html`<h1>Sign in</h1>
${problem !== null && html`<p class="notice warning" role="alert">${PROBLEMS[problem]}</p>`}
<div class="columns">
<section class="card">
<h2>With a password</h2>
<form class="fields" method="post" action="/sign-in">
<input type="hidden" name="then" value="${then}">
<label>Name <input name="name" autocomplete="username" autocapitalize="none" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button class="primary">Sign in</button>
</form>
</section>
<section class="card">
<h2>Demo accounts</h2>
<ul class="accounts">${accounts.map((account) => accountLine(account, then))}</ul>
</section>
</div>`,
  )
}

function accountLine({ id, name, password }: ShownAccount, then: string) {
  if (password === null) {
    return html`<li><div><b>${name}</b><span class="faint">the password was changed</span></div>
<form method="post" action="/accounts/reset"><input type="hidden" name="id" value="${id}"><button class="quiet">Reset</button></form></li>`
  }
  return html`<li><div><b>${name}</b><span><code>${id}</code> / <code>${password}</code></span></div>
<form method="post" action="/sign-in"><input type="hidden" name="then" value="${then}"><input type="hidden" name="name" value="${id}">
<input type="hidden" name="password" value="${password}"><button aria-label="Sign in as ${name}">Sign in</button></form></li>`
}
