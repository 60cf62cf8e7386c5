import type { Notice } from '../words.ts'

/** What routes answer. The app around them adds its headers. */

export const page = (html: string, status = 200): Response =>
  new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

export const json = (body: object, status = 200): Response => Response.json(body, { status })

/** To a path of this demo, after something was done; the page there tells what. */
export function goOn(path: string, done?: Notice): Response {
  const query = done === undefined ? '' : `${path.includes('?') ? '&' : '?'}done=${done}`
  return new Response(null, { status: 303, headers: { location: path + query } })
}

/** Lines as they come. */
export const lines = (type: string, body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { 'content-type': `${type}; charset=utf-8` } })
