import { kit } from '../../../lib/session'

export async function POST(request: Request): Promise<Response> {
  return new Response(await kit.control(await request.text()))
}
