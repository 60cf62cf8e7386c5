import type { Attack } from './attack.ts'
import { CLAIMS } from './corpus-claims.ts'
import { FORMS } from './corpus-forms.ts'
import { HEADERS } from './corpus-headers.ts'

/** Every attack on an access token that we know of, and the reason that it has to be refused for. */
export const CORPUS: readonly Attack[] = [...HEADERS, ...CLAIMS, ...FORMS]
