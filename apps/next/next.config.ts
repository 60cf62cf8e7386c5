import { join } from 'node:path'
import { SECURITY_HEADERS } from 'demo-shared/app'
import type { NextConfig } from 'next'

const root = join(import.meta.dirname, '../..')

export default {
  poweredByHeader: false,
  // Shared by the demos as it is written.
  transpilePackages: ['demo-shared'],
  turbopack: { root },
  outputFileTracingRoot: root,
  // `pnpm check types` looks at these files with all others.
  typescript: { ignoreBuildErrors: true },
  // What the proxy does not see.
  headers: async () => [
    {
      source: '/assets/:file*',
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
} satisfies NextConfig
