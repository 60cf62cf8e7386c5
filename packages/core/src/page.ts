/** The plain pages that this package answers with: without script, style or picture, for any browser and any screen reader. */

/** What a browser may do with them: show them, and send their forms back to where they came from. No frame shows them. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
}

/** Headers of every answer that is for one person alone: no cache keeps it, and no other site learns its address. */
export const PRIVATE = { 'cache-control': 'no-store', 'referrer-policy': 'strict-origin' }

/** `body` is HTML, `title` is text. */
export function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</html>
`
  return new Response(html, { status, headers: { ...HEADERS, ...PRIVATE } })
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '')
