import { csrfField } from '../csrf-form.ts'
import { escapeHtml, page } from '../page.ts'
import type { SessionView } from '../session.ts'
import type { MySession } from './my-sessions.ts'
import { MAX_NAME } from './rename-session.ts'

/** "My sessions" as a plain page in English; its forms go to where it came from, and ids travel in their bodies. */
export function sessionsPage(
  sessions: readonly MySession[],
  session: Pick<SessionView, 'csrfToken' | 'actor'>,
): Response {
  const token = session.actor === null ? csrfField(session) : null
  const others = sessions.some(({ current }) => !current)
  return page(
    'My sessions',
    `<ul>\n${sessions.map((one) => line(one, token)).join('\n')}\n</ul>${
      token === null || !others
        ? ''
        : `\n${form(token, 'end-others', '<button>Sign out everywhere else</button>')}`
    }`,
  )
}

function line(one: MySession, token: string | null): string {
  const { id, name, device, place, current, actor, createdAt, seenAt } = one
  const where = [place?.name, place?.country].filter((part) => part !== undefined).join(', ')
  const what = actor === null ? (name ?? device) : `Support acting for you: ${actor.reason}`
  const facts = [
    ...(name === null || actor !== null ? [] : [escapeHtml(device)]),
    ...(where === '' ? [] : [escapeHtml(where)]),
    `signed in ${time(createdAt)}`,
    `last used ${time(seenAt)}`,
  ]
  const field = `<input type="hidden" name="id" value="${escapeHtml(id)}">`
  const label = `<label>Name <input name="name" maxlength="${MAX_NAME}" value="${escapeHtml(name ?? '')}"></label>`
  const forms =
    token === null
      ? []
      : [
          form(token, 'rename', `${field}${label}<button>Rename</button>`),
          form(token, 'end', `${field}<button>${current ? 'Sign out' : 'End this session'}</button>`),
        ]
  return `<li><strong>${escapeHtml(what)}</strong>${current ? ' (this device)' : ''}<br>${facts.join(', ')}${forms.join('')}</li>`
}

const form = (token: string, action: string, inside: string): string =>
  `<form method="post" action="?">${token}<input type="hidden" name="action" value="${action}">${inside}</form>`

function time(at: number): string {
  const iso = new Date(at).toISOString()
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}
