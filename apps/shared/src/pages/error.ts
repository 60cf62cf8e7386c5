import { html } from '../html.ts'
import { layout, type PageContext } from './layout.ts'

const TEXTS: Readonly<Record<number, readonly [string, string]>> = {
  400: ['That was not understood', 'Something is wrong with the request.'],
  401: ['Your session has ended', 'Nothing was changed. Sign in again.'],
  403: ['Refused', 'Another site made your browser send this. Nothing was changed.'],
  404: ['There is no such page', 'The links above lead to those that exist.'],
  409: ['Please try again', 'Your session got a new key a moment ago. Nothing was changed.'],
  503: ['Please try again in a moment', 'The sessions cannot be reached right now. You are still signed in.'],
}

export function errorPage(page: PageContext, status: number): string {
  const [title, text] = TEXTS[status] ?? ['Something went wrong', 'It is not your fault.']
  return layout(
    page,
    title,
    html`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/">Back to the shop</a></p>`,
  )
}
