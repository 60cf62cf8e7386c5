import { describe, expect, test } from 'vitest'
import { VERSIONS } from './support/app.ts'
import { withApp } from './support/with-app.ts'

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
/** Every store command takes up to this many ms on either side, so that requests really overlap. */
const SLOW = 15

describe.each(VERSIONS)('races over HTTP with a slow store, on %s', (_name, express) => {
  test('P7: 20 parallel logins under a limit of 3 (evict-least-recent) never leave 4', async () => {
    const app = await withApp({ express, sessions: { limit: { max: 3, overflow: 'evict-least-recent' } } })
    app.store.slowness = SLOW
    const browsers = times(20, app.browser)
    let most = 0
    let racing = true
    const watch = async () => {
      while (racing) most = Math.max(most, (await app.sessions.list('ada')).length)
    }
    const watching = watch()
    const answers = await Promise.all(browsers.map((visitor) => visitor.post('/login?user=ada')))
    racing = false
    await watching
    app.store.slowness = 0
    expect(answers.map((answer) => answer.status)).toEqual(times(20, () => 200))
    expect(most).toBeLessThanOrEqual(3)
    expect(await app.sessions.list('ada')).toHaveLength(3)
    const states = await Promise.all(browsers.map(async (visitor) => (await visitor.get('/me')).json()))
    expect(states.filter((me) => me.userId === 'ada')).toHaveLength(3)
    expect(states.filter((me) => me.endedBecause === 'evicted')).toHaveLength(17)
  })

  test('ending all others while they write leaves exactly this one', async () => {
    const app = await withApp({ express })
    const [ada, ...others] = await Promise.all(times(6, () => app.signedIn()))
    if (ada === undefined) throw new Error('nobody signed in')
    app.store.slowness = SLOW
    const writes = others.flatMap((other) => times(5, (i) => other.post(`/add?item=${i}`)))
    expect((await ada.post('/password')).status).toBe(200)
    await Promise.all(writes)
    app.store.slowness = 0
    const left = (await ada.get('/sessions')).json() as { sessions: { current: boolean }[] }
    expect(left.sessions.map((one) => one.current)).toEqual([true])
    for (const other of others) expect((await other.get('/mine')).status).toBe(401)
  })
})
