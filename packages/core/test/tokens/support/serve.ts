import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A `Request → Response` handler on a real server of this machine, until the test is over. Gives its origin. */
export async function serve(handler: (request: Request) => Promise<Response>): Promise<string> {
  const server = createServer(async (req, res) => {
    const parts: Buffer[] = []
    for await (const part of req) parts.push(part)
    const { method = 'GET', url = '/', headers } = req
    const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(parts)
    const request = new Request(`http://${headers.host}${url}`, {
      method,
      body,
      headers: headers as Record<string, string>,
    })
    const response = await handler(request)
    res.writeHead(response.status, [...response.headers].flat())
    res.end(Buffer.from(await response.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => stop(server))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
