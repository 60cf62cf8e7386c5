import type { EndReason, SessEvent } from '@sess/core'
import { type Content, type Html, html } from '../html.ts'
import { agoText, eventText, eventTone, NOTICES, type Notice, reasonText } from '../words.ts'

/** What every page knows of the person who looks at it. */
export interface PageContext {
  readonly now: number
  /** Where we are: the path of one of the links above. */
  readonly path: string
  readonly userId: string | null
  readonly name: string | null
  readonly sessionId: string | null
  readonly endedBecause: EndReason | null
  readonly notice: Notice | null
  /** After how long a token is renewed, as the app was told. */
  readonly renewal: string
  /** Where sessions are kept. */
  readonly store: string
  /** What the demo is written with. */
  readonly framework?: string
  /** The person's own events, newest first. */
  readonly events: readonly SessEvent[]
}

const LINKS = [
  ['/', 'Shop'],
  ['/sessions', 'My sessions'],
  ['/safe', 'Safe'],
  ['/break-in', 'Try to break in'],
] as const

export function layout(page: PageContext, title: string, main: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sess demo</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/demo.css">
<script type="module" src="/assets/demo.js"></script>
</head>
<body>
<header>
<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24"> Sess</a>
<nav aria-label="Pages">${LINKS.map(([path, name]) => link(path, name, page.path))}</nav>
<div class="who">${who(page)}</div>
</header>
<main>
${page.notice !== null && html`<p class="notice" role="status">${NOTICES[page.notice]}</p>`}
${ended(page)}
${main}
</main>
<footer>${page.framework !== undefined && html`On ${page.framework} · `}sessions: ${page.store} · accounts: the memory of this process</footer>
${strip(page)}
</body>
</html>
`.toString()
}

const link = (path: string, name: string, here: string): Html =>
  html`<a href="${path}"${path === here && html` aria-current="page"`}>${name}</a>`

function who({ userId, name, path }: PageContext): Html | false {
  if (userId === null) return path !== '/sign-in' && html`<a class="button" href="/sign-in">Sign in</a>`
  return html`<span>${name}</span>
<form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`
}

function ended({ endedBecause, userId }: PageContext): Html | false {
  if (endedBecause === null || userId !== null || endedBecause === 'logout') return false
  return html`<p class="notice warning" role="status">You were signed out: ${reasonText(endedBecause)}.</p>`
}

/** The strip at the bottom: what happens to this person's sessions, as it happens. */
function strip({ events, sessionId, now, renewal }: PageContext): Html {
  return html`<details class="strip" id="strip">
<summary><b>Events</b> <span id="latest">${events[0] === undefined ? 'nothing yet' : eventText(events[0])}</span></summary>
<div class="strip-body">
<p><span>${sessionId === null ? 'You have no session yet: nothing is stored for a visitor who writes nothing.' : html`Your session is <code>${sessionId}</code>. Ids are handles, not secrets; the token never leaves its cookie. The first request after ${renewal} renews it.`}</span>
<span class="requests"><output id="storm-result"></output>
<button type="button" id="ping" hidden>Make a request</button> <button type="button" id="storm" hidden>Make 30 at once</button></span></p>
<ol id="events" data-follow="${sessionId === null ? 'no' : 'yes'}">${events.map((event) => eventLine(event, now))}</ol>
</div>
</details>`
}

/** One event in the strip; also what `/events` sends for each new one. */
export function eventLine(event: SessEvent, now: number): Html {
  return html`<li class="${eventTone(event)}"><time datetime="${new Date(event.at).toISOString()}">${agoText(event.at, now)}</time>
<span>${eventText(event)}</span> <code>${event.ref.id.slice(12)}</code></li>`
}
