import { openSession } from '@sess/next/pages'
import type { GetServerSideProps } from 'next'
import { kit } from '../lib/kit'

interface Props {
  readonly seen: string
}

/** A page of the Pages Router. */
export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  const session = await openSession(kit.sessions, req, res)
  return { props: { seen: kit.view(session) } }
}

export default function Old({ seen }: Props) {
  return <p>{seen}</p>
}
