import { pageContext, urlOf } from 'demo-shared/app'
import type { PageContext } from 'demo-shared/pages'
import { demo } from './demo'
import { getSession } from './session'

export type Query = Promise<Readonly<Record<string, string | string[] | undefined>>>

/** What a page knows of whoever looks at it. */
export async function contextOf(path: string, query: Query): Promise<PageContext> {
  const session = await getSession()
  const url = urlOf(path)
  for (const [name, value] of Object.entries(await query)) url.searchParams.set(name, `${value}`)
  return pageContext(demo(), { url, session })
}

/** A page that all demos share. It is escaped where it is made, and it comes with its own script. */
export function Shown({ page }: { readonly page: string }) {
  const [, title = ''] = /<title>(.*?)<\/title>/.exec(page) ?? []
  const [, shared = ''] = /<body>(.*)<\/body>/s.exec(page) ?? []
  // The foot of each page leads to what only this demo has.
  const body = shared.replace('<footer>On Next.js', '<footer>On <a href="/next">Next.js</a>')
  return (
    <>
      <title>{title}</title>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by a template that escapes */}
      <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: body }} />
      <script type="module" src="/assets/demo.js" />
    </>
  )
}
