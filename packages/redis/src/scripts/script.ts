import { createHash } from 'node:crypto'

/** A Lua script and the name by which a server that has seen it knows it. */
export interface Script {
  readonly lua: string
  readonly sha: string
}

/** `names` become the local variables of ARGV, in order; what follows them is ARGV as it is. */
export function script(names: readonly string[], ...parts: readonly string[]): Script {
  const given = names.map((_, i) => `ARGV[${i + 1}]`)
  const lua = [`local ${names.join(', ')} = ${given.join(', ')}\n`, ...parts].join('')
  return { lua, sha: createHash('sha1').update(lua).digest('hex') }
}

/** The arguments by name, in the order of the names. */
export function inOrder<Names extends readonly string[]>(
  names: Names,
  values: { readonly [name in Names[number]]: string | number },
): (string | number)[] {
  return names.map((name: Names[number]) => values[name])
}
