import type { RoutedRequest } from './routes.ts'

/** What browsers say of a page that nobody has asked for yet: Fetch's header, and what Chromium, Safari and Firefox sent before it. */
const HEADERS = ['sec-purpose', 'purpose', 'x-moz']
const PREFETCH = /(?:^|[,;\s])prefetch(?:[,;\s]|$)/i

/** Whether a request is somebody's doing: not made ahead of it, nor one that the app calls passive (P9). */
export const isActivity = (request: RoutedRequest, isPassive: (request: RoutedRequest) => boolean): boolean =>
  !HEADERS.some((name) => PREFETCH.test(request.header(name) ?? '')) && !isPassive(request)
