import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import type { Response } from 'express'
import { describe, expect, test } from 'vitest'
import { session } from '../src/index.ts'
import { type TestData, VERSIONS } from './support/app.ts'

const PUBLIC = { 'Cache-Control': 'public, max-age=600', Vary: 'Accept', 'Set-Cookie': 'theme=dark' }
const WAYS: [string, (res: Response) => void][] = [
  ['sets headers', (res) => void res.set(PUBLIC).send('hello')],
  ['gives them to writeHead', (res) => void res.writeHead(200, PUBLIC).end('hello')],
  [
    'gives writeHead a reason and a list',
    (res) => void res.writeHead(200, 'Fine', Object.entries(PUBLIC).flat()).end('hello'),
  ],
]

describe.each(VERSIONS)('the session has the last word on its cookie, on %s', (_, express) => {
  test.each(WAYS)('when the handler %s', async (_, answer) => {
    const sessions = createSessions<TestData>({ store: memoryStore() })
    const app = express()
    app.use(session(sessions))
    app.get('/', (req, res, next) => {
      req.session.login('ada').then(() => answer(res), next)
    })
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await response.text()).toBe('hello')
    server.close()
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie()).toEqual(['theme=dark', expect.stringMatching(/^__Host-sess=/)])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toMatch(/Accept, Cookie/)
  })
})
