import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@sess\/core$/, replacement: source('../core/src/index.ts') },
      { find: /^@sess\/core\/(\w+)$/, replacement: source('../core/src/$1.ts') },
      { find: /^@sess\/express$/, replacement: source('src/index.ts') },
    ],
  },
})
