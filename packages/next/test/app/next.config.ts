import type { NextConfig } from 'next'

const { REPOSITORY = '', BASE_PATH = '' } = process.env

export default {
  basePath: BASE_PATH,
  // Where the packages of this workspace really are.
  turbopack: { root: REPOSITORY },
  outputFileTracingRoot: REPOSITORY,
  experimental: { authInterrupts: true },
  // The package's own check has seen these files.
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig
