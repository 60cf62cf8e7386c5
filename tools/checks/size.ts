import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { published } from '../workspace.ts'
import type { Check } from './check.ts'

/**
 * What an app pays that imports everything of this entry, hashing included: bytes, minified and gzipped. A third of core's is what
 * its errors say, a quarter the defences (forged requests, tickets, elevations, live connections), and a tenth the hashing; all of it
 * is worth it on a server.
 */
const BUDGETS: Readonly<Record<string, number>> = { '@sess/core': 28_000 }

async function bundledSize(folder: string, specifier: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${specifier}'`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength
}

export const size: Check = {
  name: 'size',
  async run() {
    const budgeted = published().filter(({ name }) => BUDGETS[name] !== undefined)
    const sizes = await Promise.all(
      budgeted.map(async ({ name, folder }) => {
        return { name, bytes: await bundledSize(folder, name), budget: BUDGETS[name] ?? 0 }
      }),
    )
    return {
      problems: sizes
        .filter(({ bytes, budget }) => bytes > budget)
        .map(({ name, bytes, budget }) => `${name} is ${bytes} bytes, ${bytes - budget} over its budget`),
      note: sizes
        .map(({ name, bytes, budget }) => `${name} ${kilo(bytes)} of ${kilo(budget)} kB min+gzip`)
        .join(', '),
    }
  },
}

const kilo = (bytes: number): string => (bytes / 1000).toFixed(1)
