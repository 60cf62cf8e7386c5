import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importKeys } from '@sess/core/tokens'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../src/index.ts'

const DAY = 86_400_000
const START = Date.UTC(2030, 0, 1)

/** The command in an empty folder, at a time of ours. */
function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'sess-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'keys.json')
  const clock = { time: START }
  const environment: Record<string, string> = {}
  const run = async (line: string) => {
    const printed: string[] = []
    const complained: string[] = []
    const args = line.split(' ').map((one) => one.replace('FILE', file))
    const code = await main(args, {
      environment,
      print: (text) => printed.push(text),
      complain: (text) => complained.push(text),
      now: () => clock.time,
    })
    return { code, printed: printed.join('\n'), complained: complained.join('\n') }
  }
  return { folder, file, clock, environment, run, keys: () => JSON.parse(readFileSync(file, 'utf8')).keys }
}

test('generate writes a key that only its owner can read, and prints nothing private', async () => {
  const { run, file, folder, keys } = desk()
  const { code, printed } = await run('keys generate --out FILE')
  expect(code).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const [{ kid, d }] = keys()
  expect(printed).toContain(kid)
  expect(printed).not.toContain(d)
  expect(readdirSync(folder)).toEqual(['keys.json'])
  const before = readFileSync(file, 'utf8')
  const again = await run('keys generate --out FILE')
  expect([again.code, again.complained]).toEqual([1, expect.stringContaining('sess keys rotate')])
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('--print gives a line for an environment variable, and writes no file', async () => {
  const { run, folder, environment } = desk()
  const { printed } = await run('keys generate --print --algorithm RS256')
  expect(printed).toMatch(/^[\w-]+$/)
  environment.SESS_KEYS = printed
  expect((await importKeys(printed)).list()).toMatchObject([{ alg: 'RS256', state: 'active' }])
  expect((await run('keys list --env SESS_KEYS')).printed).toMatch(/RS256 +active/)
  const refused = await run('keys rotate --env SESS_KEYS')
  expect([refused.code, refused.complained]).toEqual([1, expect.stringContaining('--print')])
  environment.SESS_KEYS = (await run('keys rotate --env SESS_KEYS --print')).printed
  expect((await importKeys(environment.SESS_KEYS)).list(START)).toMatchObject([
    { state: 'active' },
    { state: 'next' },
  ])
  expect(readdirSync(folder)).toEqual([])
})

test('rotate adds the next key in place, for a day by default, and drops what is over', async () => {
  const { run, file, folder, clock, keys } = desk()
  await run('keys generate --out FILE')
  const [first] = keys()
  const { code, printed } = await run('keys rotate FILE')
  expect(code).toBe(0)
  expect(printed.split('\n').slice(1)).toEqual([
    expect.stringMatching(/active/),
    expect.stringMatching(/next +2030-01-02T00:00/),
  ])
  for (const { d } of keys()) expect(printed).not.toContain(d)
  expect(keys()[0]).toEqual(first)
  expect([statSync(file).mode & 0o777, readdirSync(folder)]).toEqual([0o600, ['keys.json']])
  expect((await run('keys rotate FILE')).complained).toMatch(/already/)
  clock.time += 2 * DAY
  expect((await run('keys rotate FILE --lead 2h')).code).toBe(0)
  expect(keys().map(({ kid }: { kid: string }) => kid === first.kid)).toEqual([false, false])
})

test('rotate at once, without the key that was stolen', async () => {
  const { run, keys } = desk()
  await run('keys generate --out FILE')
  const [{ kid }] = keys()
  expect((await run(`keys rotate FILE --at-once --drop ${kid}`)).printed).not.toContain(kid)
  expect(keys()).toHaveLength(1)
})

test('list says where each key stands, for people and for programs', async () => {
  const { run, keys } = desk()
  await run('keys generate --out FILE')
  await run('keys rotate FILE')
  const infos = JSON.parse((await run('keys list FILE --json')).printed)
  expect(infos).toMatchObject([
    { state: 'active', signs: true },
    { state: 'next', activeFrom: START + DAY },
  ])
  const { printed } = await run('keys list FILE --jwks')
  expect(JSON.parse(printed).keys).toHaveLength(2)
  for (const { d } of keys()) expect(printed).not.toContain(d)
})

test.each([
  ['nothing', 'keys', /sess keys generate/],
  ['another topic', 'tokens list', /sess keys generate/],
  ['another command', 'keys show FILE', /sess keys generate/],
  ['a file that is not there', 'keys list FILE', /sess keys generate --out/],
  ['a misspelt option', 'keys generate --outt FILE', /--outt/],
  ['another algorithm', 'keys generate --algorithm HS256 --print', /ES256/],
  ['a lead that is too short', 'keys rotate --env SET --print --lead 5m', /20 minutes/],
  ['two times at once', 'keys rotate FILE --lead 2d --at-once', /not both/],
  ['two files', 'keys list FILE FILE2', /one file/],
  ['a variable that is not set', 'keys list --env UNSET', /not set/],
  ['a variable that holds something else', 'keys list --env ELSE', /no JWK/],
])('%s is answered with what to do', async (_, line, message) => {
  const { run, environment } = desk()
  environment.SET = (await run('keys generate --print')).printed
  environment.ELSE = '{"tell":"nobody'
  const { code, printed, complained } = await run(line)
  expect([code, printed]).toEqual([1, ''])
  expect(complained).toMatch(message)
  expect(complained).not.toContain('nobody')
})

test('a file that others can read is refused', async () => {
  const { run, file } = desk()
  await run('keys generate --out FILE')
  chmodSync(file, 0o644)
  for (const line of ['keys list FILE', 'keys rotate FILE']) {
    const { code, complained } = await run(line)
    expect([code, complained]).toEqual([1, expect.stringContaining('chmod 600')])
  }
})

test('help is no mistake', async () => {
  for (const line of ['--help', 'keys --help', 'help'])
    expect(await desk().run(line)).toMatchObject({
      code: 0,
      printed: expect.stringContaining('sess keys rotate'),
    })
})

test('the program runs through a link, as package managers install it, and does nothing when it is imported', async () => {
  const { folder } = desk()
  const link = join(folder, 'sess')
  symlinkSync(join(import.meta.dirname, '../src/cli.ts'), link)
  const { status, stdout } = spawnSync(process.execPath, [link, 'keys', '--help'], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, expect.stringContaining('sess keys generate')])
  expect((await import('../src/cli.ts')).main).toBe(main)
})
