import { type BindingCase, times } from '../scene.ts'

const SLOW = 15

export const writes: readonly BindingCase[] = [
  {
    id: 'WRITE-PARALLEL',
    says: 'Thirty writes at once all land, and their answers change no cookie.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      await one.remote.call('setSlowness', SLOW)
      const answers = await Promise.all(times(30, (at) => ada.post(`/add?item=${at}`)))
      await one.remote.call('setSlowness', 0)
      checks.equal(
        answers.map(({ status }) => status),
        times(30, () => 200),
        'the statuses',
      )
      checks.equal(
        answers.flatMap(({ setCookies }) => setCookies),
        [],
        'the cookies',
      )
      const items = ((await ada.get('/me')).json?.items ?? []) as string[]
      checks.equal(
        items.map(Number).sort((a, b) => a - b),
        times(30, Number),
        'what is stored',
      )
    },
  },
  {
    id: 'WRITE-GUEST',
    says: 'What a guest writes while signing in is in the new session, or was refused.',
    async run({ app, checks }) {
      const one = await app()
      const visitor = one.browser()
      await visitor.post('/add?item=first')
      const guest = one.bearing(visitor.cookie(one.guestCookie) ?? '', one.guestCookie)
      await one.remote.call('setSlowness', SLOW)
      const running = times(15, async (at) =>
        (await guest.post(`/add?item=${at}`)).status === 200 ? [`${at}`] : [],
      )
      const login = await visitor.post('/login?user=ada')
      const accepted = (await Promise.all(running)).flat()
      await one.remote.call('setSlowness', 0)
      checks.equal(login.status, 200, 'the status of the login')
      const items = ((await visitor.get('/me')).json?.items ?? []) as string[]
      checks.equal([...items].sort(), ['first', ...accepted].sort(), 'what the new session holds')
    },
  },
  {
    id: 'WRITE-AFTER-LOGOUT',
    says: 'A write that was under way at the logout fails with 401 and brings nothing back.',
    async run({ app, checks }) {
      const one = await app()
      const ada = await one.signedIn()
      const old = one.bearing(one.token(ada))
      const running = old.post('/add?item=late&gate=logout')
      await one.remote.call('arrived', 'logout', 1)
      await ada.post('/logout')
      await one.remote.call('open', 'logout')
      const answer = await running
      checks.equal([answer.status, answer.setCookies], [401, []], 'the answer to the late write')
      checks.equal((await one.since()).errors, ['sess/ended'], 'the errors that the app saw')
      checks.equal((await old.get('/me')).json?.state, 'none', 'the session afterwards')
      checks.equal(await one.remote.call('list', 'ada'), [], 'the live sessions of the user')
    },
  },
  {
    id: 'WRITE-LIMIT',
    says: 'Under a limit of three, twelve logins at once leave three sessions.',
    async run({ app, checks }) {
      const one = await app({ limit: { max: 3, overflow: 'evict-oldest' } })
      await one.remote.call('setSlowness', SLOW)
      const browsers = times(12, () => one.browser())
      const answers = await Promise.all(browsers.map((browser) => browser.post('/login?user=ada')))
      await one.remote.call('setSlowness', 0)
      checks.equal(
        answers.map(({ status }) => status),
        times(12, () => 200),
        'the statuses',
      )
      checks.equal((await one.remote.call('list', 'ada')).length, 3, 'the live sessions of the user')
      const users = await Promise.all(
        browsers.map(async (browser) => (await browser.get('/me')).json?.userId),
      )
      checks.equal(users.filter((userId) => userId === 'ada').length, 3, 'how many browsers are signed in')
    },
  },
  {
    id: 'WRITE-LIMIT-REFUSED',
    says: 'At a full limit that refuses, the app is told (409), and no cookie changes.',
    async run({ app, checks }) {
      const one = await app({ limit: { max: 1, overflow: 'reject' } })
      const ada = await one.signedIn()
      const answer = await one.browser().post('/login?user=ada')
      checks.equal([answer.status, answer.setCookies], [409, []], 'the answer to one login too many')
      checks.equal((await one.since()).errors, ['sess/limit'], 'the errors that the app saw')
      checks.equal((await ada.get('/me')).json?.userId, 'ada', 'who is signed in where it was')
    },
  },
]
