import { openSession } from '@sess/next/pages'
import type { NextApiRequest, NextApiResponse } from 'next'
import { perform } from '../../../lib/answers'
import { kit } from '../../../lib/kit'

/** An API route of the Pages Router. */
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  try {
    const session = await openSession(kit.sessions, req, res)
    const answer = await perform(`${req.method} ${req.url?.replace(/^.*?\/api\/old/, '')}`, session)
    if (answer.kind === 'json') res.status(answer.status).json(answer.body)
    else res.status(501).end()
  } catch (error) {
    const { status, body } = kit.failed(error)
    res.status(status).json(body)
  }
}
