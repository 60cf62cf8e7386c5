import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BindingFeature, bindingConformance } from '@sess/conformance/binding'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { binaryOf } from '../../../core/test/runtimes/binary.ts'
import { bundle } from './bundle.ts'
import { Servers } from './servers.ts'

const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'sess-hono-'))

beforeAll(async () => {
  const names = ['on-bun', 'on-deno', 'on-workerd']
  await bundle(
    names.map((name) => join(here, `${name}.ts`)),
    folder,
  )
  copyFileSync(join(here, 'workerd.capnp'), join(folder, 'workerd.capnp'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const every: readonly BindingFeature[] = ['guard', 'proxy', 'base-path']

function kitOn(name: string, offers: readonly BindingFeature[], servers: Servers): void {
  describe(`@sess/hono on ${name}`, () => {
    afterAll(() => servers.stop())
    bindingConformance({ describe, test, offers, open: (deployment) => servers.open(deployment) })
  })
}

kitOn(
  'Bun',
  [...every, 'cookie-lines', 'outlives-client'],
  new Servers((deployment) => ({
    file: binaryOf('bun', 'bin/bun'),
    args: [join(folder, 'on-bun.js'), deployment],
    env: {},
    cwd: folder,
  })),
)

kitOn(
  'Deno',
  [...every, 'cookie-lines', 'outlives-client'],
  new Servers((deployment) => ({
    file: binaryOf('deno', 'deno'),
    args: ['run', '--no-prompt', '--allow-net=127.0.0.1', join(folder, 'on-deno.js'), deployment],
    env: { DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' },
    cwd: folder,
  })),
)

kitOn(
  'workerd',
  every,
  new Servers((deployment) => ({
    file: binaryOf('workerd', 'bin/workerd'),
    args: ['serve', 'workerd.capnp', '--control-fd=1'],
    env: { DEPLOYMENT: deployment },
    cwd: folder,
  })),
)
