import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from 'demo-express'
import { Client } from 'demo-shared/attacks'
import { listen, startDemo } from 'demo-shared/node'
import { expect, onTestFinished, test } from 'vitest'

const ADA = { id: 'ada', password: 'analytical-engine' }
const DEMO = { framework: 'Express', listener: createApp }

test('a taken port is passed over, and a wished-for one that is taken is an error that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as AddressInfo
  const next = await listen(() => {}, [port, 0], '127.0.0.1')
  expect(next?.port).not.toBe(port)
  next?.server.close()
  await expect(startDemo(DEMO, { PORT: String(port) })).rejects.toThrow(`Port ${port} is taken. Name another`)
})

test('for Safari the cookies of http://localhost can do without Secure', async () => {
  const { port, close } = await startDemo(DEMO, { PORT: '0', DEMO_INSECURE_LOCALHOST: '1' })
  onTestFinished(close)
  const local = new Client(`http://localhost:${port}`)
  await local.signIn(ADA)
  expect(local.sessionCookie().name).toBe('sess-localhost')
  expect(await local.facts()).toMatchObject({ userId: 'ada' })
})
