import { SHELF } from '../data.ts'
import { html } from '../html.ts'
import { layout, type PageContext } from './layout.ts'

export function shopPage(page: PageContext, cart: readonly string[]): string {
  const counted = [...new Set(cart)].map(
    (item) => [item, cart.filter((other) => other === item).length] as const,
  )
  return layout(
    page,
    'Shop',
    html`<h1>A shop that remembers you</h1>
<p class="lead">Fill the cart as a guest, then sign in: the cart comes along, the guest’s key does not.</p>
<div class="columns">
<section class="card">
<h2>Shelf</h2>
<ul class="shelf">${SHELF.map(
      (item) => html`<li><form method="post" action="/cart"><input type="hidden" name="item" value="${item}">
<span>${item}</span> <button aria-label="Add ${item}">Add</button></form></li>`,
    )}</ul>
</section>
<section class="card">
<h2>Your cart</h2>
${
  counted.length === 0
    ? html`<p class="faint">It is empty.</p>`
    : html`<ul class="cart" id="cart">${counted.map(([item, count]) => html`<li>${item} <b>× ${count}</b></li>`)}</ul>
<form method="post" action="/cart/clear"><button class="quiet">Empty the cart</button></form>`
}
<p class="faint">${cartText(page)}</p>
</section>
</div>`,
  )
}

function cartText({ userId, sessionId }: PageContext): string {
  if (userId !== null) return 'It lies in your session, which only you have.'
  return sessionId === null
    ? 'Nothing is stored for you so far, and you have no cookie.'
    : 'It lies in a guest session with a cookie of its own.'
}
