import { nextSession } from '@sess/next'
import { answerToError, type Demo, urlOf } from 'demo-shared/app'
import { demo, self } from './demo'

/** The demo's sessions, looked up at each use. An app has `createSessions(…)` here. */
const sessions = new Proxy({} as Demo['sessions'], {
  get: (_, name) => demo().sessions[name as keyof Demo['sessions']],
})

export const { getSession, openSession, requireSession, sessionProxy, withSession } = nextSession(sessions, {
  // It listens on this machine only, so whoever says who the client is runs here: the demo's pretended devices do.
  address: (headers) => headers.get('x-forwarded-for')?.split(',').at(-1)?.trim(),
  onError(error, { url, headers }) {
    const asked = {
      url: urlOf(new URL(url).pathname),
      form: new URLSearchParams(),
      session: undefined,
      self: self(),
    }
    return answerToError(demo(), { ...asked, accept: headers.get('accept') ?? '' }, error)
  },
})
