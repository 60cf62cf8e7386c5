import { escapeHtml, page } from '../page.ts'

/** What the pages of the link "this wasn't me" have to say. */
export type NotMePage =
  /** Nothing has happened yet: is it so? The label is the device as a person would name it, `at` the moment of the sign-in. */
  | { readonly kind: 'ask'; readonly token: string; readonly at: number; readonly label: string }
  /** Everything has ended, and the next sign-in has to step up. */
  | { readonly kind: 'done' }
  /** The link is too old, was used, or is none. */
  | { readonly kind: 'invalid' }
  /** Nothing was done, for the store did not answer. */
  | { readonly kind: 'unavailable' }

/** They are plain, and in English. */
export function notMePage(shown: NotMePage): Response {
  switch (shown.kind) {
    case 'ask':
      // To wherever this page came from, without the token in the address.
      return page(
        'Was this sign-in not you?',
        `<p>Somebody signed in to your account with <strong>${escapeHtml(shown.label)}</strong> at ${timeOf(shown.at)}.</p>
<p>If that was not you, sign everybody out. You will have to sign in again, and to confirm that it is you.</p>
<form method="post" action="?">
<input type="hidden" name="token" value="${escapeHtml(shown.token)}">
<button>This was not me: sign everybody out</button>
</form>`,
      )
    case 'done':
      return page(
        'Everybody is signed out',
        '<p>All sessions of your account have ended. Sign in again, confirm that it is you, and change your password.</p>',
      )
    case 'invalid':
      return page(
        'This link does not work any more',
        '<p>It is too old, was used already, or is not complete. Nothing was changed. You can still sign in, look at your sessions, and end those that you do not know.</p>',
        410,
      )
    case 'unavailable':
      return page('Not possible at the moment', '<p>Nothing was done. Try the link again soon.</p>', 503)
  }
}

function timeOf(at: number): string {
  const iso = new Date(at).toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}
