import { parseArgs } from 'node:util'
import { type Algorithm, generateKeys, importKeys, rotateKeys } from '@sess/core/tokens'
import type { Surroundings } from './index.ts'
import { createKeyFile, MistakeError, readKeyFile, replaceKeyFile } from './key-file.ts'
import { table } from './table.ts'

const FILE = 'sess-keys.json'

export const USAGE = `sess keys: the keys that sign access tokens

  sess keys generate [--out ${FILE}] [--algorithm ES256|RS256] [--print]
      Makes the first key and writes it to a file that only you can read; never over one that is there.
      --print writes it to standard output instead, as one line of base64 for an environment variable.

  sess keys rotate [${FILE}] [--lead 1d] [--at-once] [--drop <kid>] [--algorithm …] [--print]
      Adds the next key, which signs when --lead is over, and drops those that are over. Deploy the file before then; nothing
      else is to be done. --at-once and --drop are for a key that was stolen.

  sess keys list [${FILE}] [--json] [--jwks]
      Says which keys there are and where each stands. --jwks gives the public key set.

  rotate and list take --env <NAME> instead of a file: the variable that holds the keys. rotate needs --print then.`

type Command = (given: readonly string[], surroundings: Surroundings) => Promise<void>

const TEXT = { type: 'string' } as const
const FLAG = { type: 'boolean', default: false } as const

const generate: Command = async (given, { print, now }) => {
  const options = { out: { ...TEXT, default: FILE }, algorithm: TEXT, print: FLAG }
  const { values } = parseArgs({ args: [...given], options })
  const text = await generateKeys({ now, ...algorithmOf(values.algorithm) })
  if (values.print) return print(base64(text))
  await createKeyFile(values.out, text)
  print(`${values.out} holds a new key. Keep it where secrets are kept: it is not for the repository.`)
  print(table((await importKeys(text)).list(now())))
}

const rotate: Command = async (given, { environment, print, now }) => {
  const options = { env: TEXT, lead: TEXT, 'at-once': FLAG, drop: TEXT, algorithm: TEXT, print: FLAG }
  const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true })
  const { env, lead, drop } = values
  if (values['at-once'] && lead !== undefined) throw new MistakeError('use --lead or --at-once, not both.')
  if (env !== undefined && !values.print)
    throw new MistakeError(
      'a variable cannot be written. Add --print, and set it to the line that comes out.',
    )
  const file = fileOf(positionals)
  const before = env === undefined ? await readKeyFile(file) : environment[env]
  const when = values['at-once'] ? ('at-once' as const) : lead
  const text = await rotateKeys(before, {
    now,
    ...algorithmOf(values.algorithm),
    ...(when !== undefined && { lead: when }),
    ...(drop !== undefined && { drop }),
  })
  if (values.print) return print(base64(text))
  await replaceKeyFile(file, text)
  print(table((await importKeys(text)).list(now())))
}

const list: Command = async (given, { environment, print, now }) => {
  const options = { env: TEXT, json: FLAG, jwks: FLAG }
  const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true })
  const text = values.env === undefined ? await readKeyFile(fileOf(positionals)) : environment[values.env]
  const ring = await importKeys(text)
  if (values.jwks) return print(JSON.stringify(ring.jwks(now()), null, 2))
  const infos = ring.list(now())
  print(values.json ? JSON.stringify(infos, null, 2) : table(infos))
}

export const commands: Readonly<Record<string, Command>> = { generate, rotate, list }

function fileOf(positionals: readonly string[]): string {
  const [file = FILE, ...more] = positionals
  if (more.length > 0) throw new MistakeError(`one file is enough; what is ${more.join(' ')}?`)
  return file
}

/** The core says what is wrong with it. */
const algorithmOf = (algorithm: string | undefined): { algorithm?: Algorithm } =>
  algorithm === undefined ? {} : { algorithm: algorithm as Algorithm }

const base64 = (text: string): string => Buffer.from(text).toString('base64url')
