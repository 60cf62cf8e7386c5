import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.ts'

/** The demos, each in `apps/<name>` and on `@sess/<name>`. */
const NAMES = ['express', 'hono', 'next'] as const

/** What starts a demo: a program that reads its environment, and prints one line with its address when it is ready. */
export const mainOf = (name: string): string => join(root, 'apps', name, 'src/main.ts')

export const DEMOS: readonly string[] = NAMES.filter((name) => existsSync(mainOf(name)))
