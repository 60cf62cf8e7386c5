import type { Options } from 'tsup'

/** What every package builds alike: ESM, types first, source maps, nothing of Node bundled in. */
export function library(entry: string[]): Options {
  return {
    entry,
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    dts: true,
    sourcemap: true,
    splitting: true,
    clean: true,
  }
}
