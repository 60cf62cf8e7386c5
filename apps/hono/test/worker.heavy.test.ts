import { attacks, Client } from 'demo-shared/attacks'
import { expect, test } from 'vitest'
import { startWorker } from './support/worker.ts'

/** The demo as a Worker: in a real workerd, with the settings of wrangler.jsonc. */

const ADA = { id: 'ada', password: 'analytical-engine' }

test('the worker signs in, keeps the guest’s cart, lists and ends sessions, steps up, and signs out', async () => {
  const { url } = await startWorker()
  const ada = new Client(url, { accept: 'text/html' })
  await ada.post('/cart', { item: 'Pears' })
  expect((await ada.signIn(ADA)).wire).toBe('POST /sign-in → 303, to /sessions?done=signed-in')
  expect(await ada.facts()).toMatchObject({ userId: 'ada', cart: ['Pears'] })
  await ada.post('/devices')
  const list = await ada.get('/sessions')
  expect(list.text).toContain('Safari on iPhone')
  expect(list.text).toContain('198.51.100.24')
  expect(list.text).toContain('On Hono on workerd')
  await ada.post('/sessions/end-others')
  expect((await ada.get('/sessions')).text).not.toContain('Safari on iPhone')
  expect((await ada.get('/safe')).status).toBe(303)
  await ada.post('/step-up', { password: ADA.password })
  expect((await ada.get('/safe')).text).toContain('The safe is open')
  const thief = ada.copy()
  await ada.post('/sign-out')
  expect(await thief.facts()).toMatchObject({ userId: null, endedBecause: 'logout' })
})

test('events that other requests cause are followed live', async () => {
  const { url } = await startWorker()
  const ada = new Client(url)
  await ada.signIn(ADA)
  const { name, value } = ada.sessionCookie()
  const following = await fetch(`${url}/events`, { headers: { cookie: `${name}=${value}` } })
  await ada.post('/step-up', { password: ADA.password })
  await ada.post('/sign-out')
  const text = await following.text()
  expect(text).toContain('New key, because the password was confirmed')
  expect(text).toMatch(/event: over\ndata:\n\n$/)
})

test.each(attacks.map(({ name }) => name))('the attack %s fails on workerd', async (name) => {
  const { url } = await startWorker()
  const { status, text } = await new Client(url, { accept: 'text/html' }).post(`/break-in/${name}`)
  expect(status).toBe(200)
  expect(text).toContain('<li class="outcome held">')
})
