import type { Demo } from 'demo-shared/app'

/**
 * What the program that starts Next hands to Next's bundles: every page, every handler and the proxy is one of its own, so a module
 * is not the same one everywhere. (An app makes its sessions in a module all the same: with a database there is nothing to share.)
 */
export const shared = globalThis as { demo?: Demo; port?: number | undefined }
