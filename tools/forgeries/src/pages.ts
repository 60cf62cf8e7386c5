/** Pages that make a browser send something unsafe to `to`, and what they are called. `own` are those that an honest app has, too. */
export interface ForgingPage {
  readonly name: string
  /** The page's HTML; it acts by itself. */
  html(to: string, here: string): string
  /** Whether an app's own page of that kind is honest, and has to be served. */
  readonly own: boolean
  /** Whether it withholds its origin: without Fetch Metadata it needs the token. */
  readonly silent?: boolean
}

const form = (to: string, attributes = '', fields = '<input name="a" value="1">') =>
  `<form method="post" action="${to}" ${attributes}>${fields}</form>`
const submit = '<script>document.forms[0].submit()</script>'
const script = (text: string) => `<script type="module">${text}</script>`
const framed = (html: string, attributes = '') =>
  `<iframe ${attributes} srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
const fetching = (to: string, options: string) =>
  script(`await fetch('${to}', { method: 'POST', credentials: 'include', ${options} }).catch(() => {})`)

export const PAGES: readonly ForgingPage[] = [
  { name: 'a form', own: true, html: (to) => form(to) + submit },
  { name: 'a form with files', own: true, html: (to) => form(to, 'enctype="multipart/form-data"') + submit },
  { name: 'a form of plain text', own: true, html: (to) => form(to, 'enctype="text/plain"') + submit },
  {
    name: 'a form in a new tab',
    own: true,
    silent: true,
    html: (to) => form(to, 'target="_blank" rel="noreferrer"') + submit,
  },
  {
    name: 'a form of a page without a referrer',
    own: true,
    silent: true,
    html: (to) => `<meta name="referrer" content="no-referrer">${form(to)}${submit}`,
  },
  {
    name: 'a form into a frame',
    own: true,
    html: (to) => `<iframe name="f"></iframe>${form(to, 'target="f"')}${submit}`,
  },
  { name: 'a form of a frame', own: true, html: (to) => framed(form(to) + submit) },
  {
    name: 'a form of a sandbox',
    own: false,
    html: (to) => framed(form(to) + submit, 'sandbox="allow-forms allow-scripts"'),
  },
  {
    name: 'a form of a data: page',
    own: false,
    html: (to) => `<iframe src="data:text/html,${encodeURIComponent(form(to) + submit)}"></iframe>`,
  },
  { name: 'a form that is sent on', own: true, html: (_, here) => form(`${here}/again`) + submit },
  { name: 'fetch, no-cors', own: true, html: (to) => fetching(to, `mode: 'no-cors', body: 'a=1'`) },
  { name: 'fetch, cors', own: true, html: (to) => fetching(to, `mode: 'cors', body: 'a=1'`) },
  { name: 'fetch, kept alive', own: true, html: (to) => fetching(to, `mode: 'no-cors', keepalive: true`) },
  {
    name: 'fetch without a referrer',
    own: true,
    html: (to) => fetching(to, `mode: 'no-cors', referrerPolicy: 'no-referrer'`),
  },
  {
    name: 'fetch of JSON',
    own: true,
    html: (to) => fetching(to, `headers: { 'content-type': 'application/json' }, body: '{}'`),
  },
  {
    name: 'fetch, DELETE',
    own: true,
    html: (to) =>
      script(`await fetch('${to}', { method: 'DELETE', credentials: 'include' }).catch(() => {})`),
  },
  {
    name: 'XMLHttpRequest',
    own: true,
    html: (to) =>
      script(
        `const x = new XMLHttpRequest(); x.open('POST', '${to}'); x.withCredentials = true; x.send('a=1')`,
      ),
  },
  { name: 'a beacon', own: true, html: (to) => script(`navigator.sendBeacon('${to}', 'a=1')`) },
]
