import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FACADE, METHODS, OPENING, type Scene } from './store-commands/scenes.ts'
import { world } from './support/world.ts'

async function commandsOf(scene: Scene): Promise<string> {
  const app = world({ limit: { max: 3 }, groups: { device: { carrier: 'bearer' } } })
  const run = await scene(app)
  app.watched.taken()
  await run()
  return app.watched.taken().join(', ')
}

async function table(what: string, scenes: Readonly<Record<string, Scene>>): Promise<string> {
  const rows = []
  for (const [name, scene] of Object.entries(scenes)) {
    const commands = await commandsOf(scene)
    rows.push(`| ${name} | ${commands === '' ? 0 : commands.split(', ').length} | ${commands || '–'} |`)
  }
  return [`| ${what} | commands | which |`, '|---|---|---|', ...rows].join('\n')
}

describe('store commands (P8)', () => {
  it('are as many as docs/store-commands.md says; `vitest run -u` writes it anew', async () => {
    const text = `# Store commands

What each call asks of the store, counted on an instrumented one by [a test](../packages/core/test/store-commands.test.ts) that
also writes this page. One command is one round trip, and one transaction on SQL.

## Opening a request

${await table('a request', OPENING)}

## Methods of its session

Beyond the opening of the request.

${await table('method', METHODS)}

¹ In a Redis Cluster the guest lies in another slot, so there superseding it is a second command inside \`create\`.

² The first of them judges the key again, that of this request: it may have been replaced while the handler ran, and then it must
neither see nor end what came after it (P2). Without a request, \`revokeAll\` needs no such step.

## Without a request

${await table('method', FACADE)}
`
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/store-commands.md'))
  })

  it.each<[string, Scene | undefined, string]>([
    ['one for an authenticated read', OPENING['of a signed-in user'], 'read'],
    ['one for any change', METHODS.update, 'replace'],
    ['one for a re-keying', METHODS.regenerate, 'replace'],
    ['one for a login with its limit', METHODS['login, with its limit'], 'create'],
    [
      'one for "end all my other sessions", once the key is judged',
      METHODS['revokeOthers ²'],
      'read, endAll',
    ],
    ['none for a guest who only looks', OPENING['without a cookie'], ''],
  ])('%s', async (_, scene, commands) => {
    expect(scene).toBeDefined()
    if (scene) expect(await commandsOf(scene)).toBe(commands)
  })
})
