import type { Carrier } from './carrier.ts'
import { ConfigError } from './errors.ts'

/** What a rule for some routes may look at. */
export type RoutedRequest = Pick<Carrier, 'method' | 'url' | 'header'>

/** Some of the app's routes: whole paths, compared exactly, or a function of the request. */
export type Routes = readonly string[] | ((request: RoutedRequest) => boolean)

/** Whether a request is one of them; `ConfigError` for what would match other routes than it seems to. */
export function resolveRoutes(
  option: string,
  routes: unknown = [],
  example: string,
): (request: RoutedRequest) => boolean {
  if (typeof routes === 'function') return routes as (request: RoutedRequest) => boolean
  if (!Array.isArray(routes) || !routes.every((path) => typeof path === 'string' && /^\/[^?#*]*$/.test(path)))
    throw new ConfigError(
      option,
      'it is neither a list of paths nor a function.',
      `Write it like ['${example}'], one whole path each, or (request) => boolean.`,
    )
  const paths: ReadonlySet<string> = new Set(routes)
  return paths.size === 0 ? () => false : ({ url }) => paths.has(pathOf(url))
}

/** As it came, so that no route is reached under another spelling than the one that is named. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?')
  return path.startsWith('/') || !URL.canParse(path) ? path : new URL(path).pathname
}
