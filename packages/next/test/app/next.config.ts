import type { NextConfig } from 'next'

/** Once as most apps are, and once under a base path and with Next's newer way of rendering. */
const { REPOSITORY = '', SHOP } = process.env

export default {
  ...(SHOP && { basePath: '/shop', cacheComponents: true }),
  // Where the packages of this workspace really are.
  turbopack: { root: REPOSITORY },
  outputFileTracingRoot: REPOSITORY,
  experimental: { authInterrupts: true, useCache: true },
  // The package's own check has seen these files.
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig
