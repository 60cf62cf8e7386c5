import type { KitAnswer } from '@sess/conformance/binding/app'
import { streamOf } from '@sess/conformance/binding/app'
import { kit } from './kit'

type Handle = (typeof kit.routes)[number]['handle']

/** Does what a route of the kit does, named as in `POST /login?user=ada`. */
export function perform(what: string, session: Parameters<Handle>[0]): Promise<KitAnswer> {
  const [method, target = ''] = what.split(' ')
  const [path, query] = target.split('?')
  const route = kit.routes.find((one) => one.method === method && one.path === path)
  if (route === undefined) throw new TypeError(`The kit has no ${what}.`)
  return route.handle(session, new URLSearchParams(query))
}

export function responseTo(answer: KitAnswer): Response {
  switch (answer.kind) {
    case 'json':
      return Response.json(answer.body, { status: answer.status })
    case 'redirect':
      return new Response(null, { status: 303, headers: { location: answer.to } })
    case 'empty':
      return new Response(null, { status: answer.status })
    case 'stream':
      return new Response(streamOf(answer.chunks))
  }
}
