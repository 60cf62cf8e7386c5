import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** A Web handler; it is handed the connection too, as a runtime would. */
export type WebHandler = (request: Request, incoming: IncomingMessage) => Promise<Response>

/** A Web handler on `node:http`: the smallest runtime that has one. */
export async function serveWeb(handler: WebHandler): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  handler: WebHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await handler(requestOf(incoming), incoming)
  outgoing.writeHead(response.status, [...response.headers].flat())
  if (response.body === null || incoming.method === 'HEAD') outgoing.end()
  else await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing)
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', url, rawHeaders } = incoming
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(`${rawHeaders[at]}`, `${rawHeaders[at + 1]}`)
  const body = method === 'POST' ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}
  return new Request(`http://${headers.get('host')}${url}`, { method, headers, ...body })
}
