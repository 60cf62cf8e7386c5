import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { entries, published } from '../../../../tools/workspace.ts'

/** For `node --import`: every `@sess/*` import leads to the source, as in the tests, so that nothing has to be built. */
const sources = new Map(
  published().flatMap((member) =>
    entries(member).flatMap(({ specifier, source }) =>
      source ? [[specifier, pathToFileURL(join(member.folder, source)).href] as const] : [],
    ),
  ),
)

registerHooks({
  resolve: (specifier, context, next) => next(sources.get(specifier) ?? specifier, context),
})
