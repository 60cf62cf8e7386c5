import type { SessionInfo } from '@sess/core'
import { SHORTEST_PASSWORD } from '../accounts.ts'
import { SESSION_LIMIT } from '../demo-sessions.ts'
import { deviceOf } from '../device.ts'
import { type Html, html } from '../html.ts'
import { agoText } from '../words.ts'
import { layout, type PageContext } from './layout.ts'

export interface SessionsModel {
  readonly sessions: readonly SessionInfo[]
  readonly problem: 'wrong-password' | 'short-password' | null
}

const PROBLEMS = {
  'wrong-password': 'The current password is not right. Nothing has changed.',
  'short-password': `A password has at least ${SHORTEST_PASSWORD} characters. Nothing has changed.`,
} as const

export function sessionsPage(page: PageContext, { sessions, problem }: SessionsModel): string {
  const others = sessions.filter((session) => !session.current)
  return layout(
    page,
    'My sessions',
    html`<h1>My sessions</h1>
<p class="lead">Everywhere you are signed in: ${sessions.length} of at most ${SESSION_LIMIT}.</p>
${problem !== null && html`<p class="notice warning" role="alert">${PROBLEMS[problem]}</p>`}
<section>
<h2>This session</h2>
<ul class="sessions" id="this">${sessions.filter((session) => session.current).map((session) => line(session, page.now))}</ul>
</section>
<section>
<h2>Your other sessions</h2>
${others.length === 0 && html`<p class="faint">There are none.</p>`}
<ul class="sessions" id="others">${others.map((session) => line(session, page.now))}</ul>
<div class="actions">
<form method="post" action="/devices"><button>Sign in on another device</button></form>
${others.length > 0 && html`<form method="post" action="/sessions/end-others"><button class="danger">End all others</button></form>`}
</div>
<p class="faint">Only ${SESSION_LIMIT} sessions may live at once. One sign-in more, and the one that was seen least recently ends.</p>
</section>
<section class="card narrow">
<h2>Change the password</h2>
<p class="faint">All your other sessions end, and this one gets a new key.</p>
<form class="fields" method="post" action="/password">
<input type="hidden" name="username" value="${page.userId}" autocomplete="username">
<label>Current password <input name="current" type="password" autocomplete="current-password" required></label>
<label>New password <input name="next" type="password" autocomplete="new-password" minlength="${SHORTEST_PASSWORD}" required></label>
<button class="primary">Change it</button>
</form>
</section>`,
  )
}

function line({ id, client, createdAt, seenAt, current, acr }: SessionInfo, now: number): Html {
  const { name, kind } = deviceOf(client.userAgent)
  return html`<li class="card session">
<span class="device ${kind}" aria-hidden="true"></span>
<div>
<h3>${name}${current && html` <span class="tag">this one</span>`}${acr !== null && html` <span class="tag">stepped up</span>`}</h3>
<dl>
<div><dt>Address</dt><dd>${client.address ?? 'unknown'}</dd></div>
<div><dt>Since</dt><dd>${agoText(createdAt, now)}</dd></div>
<div><dt>Last seen</dt><dd>${agoText(seenAt, now)}</dd></div>
<div><dt>Id</dt><dd><code>${id}</code></dd></div>
</dl>
</div>
${!current && html`<form method="post" action="/sessions/end"><input type="hidden" name="id" value="${id}"><button aria-label="End ${name}">End</button></form>`}
</li>`
}
