import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html } from '../src/html.ts'

test('whatever is put into a template stays text, between tags and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'&=/ aå😀') }), (text) => {
      const page = html`<p title="${text}">${text}</p>`.toString()
      expect(page.match(/[<>"]/g)?.join('')).toBe('<"">' + '<>')
      expect(page).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/)
    }),
  )
})

test('templates nest, lists join, and what is absent leaves nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)
  expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.toString()).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>0',
  )
})
