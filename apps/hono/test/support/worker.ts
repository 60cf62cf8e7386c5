import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import ts from 'typescript'
import { onTestFinished } from 'vitest'
import { binaryOf } from '../../../../packages/core/test/runtimes/binary.ts'
import { bundle } from '../../../../packages/hono/test/runtimes/bundle.ts'

const APP = join(import.meta.dirname, '../..')

interface WranglerConfig {
  readonly main: string
  readonly compatibility_date: string
}

/** What `wrangler` would deploy, on a workerd of its own, for one test. */
export async function startWorker(): Promise<{ readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sess-worker-'))
  const { config } = ts.parseConfigFileTextToJson('', readFileSync(join(APP, 'wrangler.jsonc'), 'utf8'))
  const { main } = config as WranglerConfig
  await bundle([join(APP, main)], folder)
  writeFileSync(join(folder, 'config.capnp'), workerdConfig(config))
  const workerd = spawn(binaryOf('workerd', 'bin/workerd'), ['serve', 'config.capnp', '--control-fd=1'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    const gone = once(workerd, 'exit')
    if (workerd.exitCode === null && workerd.kill('SIGKILL')) await gone
    rmSync(folder, { recursive: true, force: true })
  })
  return { url: `http://127.0.0.1:${await portOf(workerd)}` }
}

const workerdConfig = ({ compatibility_date }: WranglerConfig): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(
    name = "demo",
    worker = (
      modules = [(name = "demo", esModule = embed "worker.js")],
      compatibilityDate = "${compatibility_date}",
    ),
  )],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "demo", http = ())],
);
`

async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('workerd has no output.')
  for await (const line of createInterface(stdout)) {
    const { event, port } = JSON.parse(line)
    if (event === 'listen') return port
  }
  throw new Error('workerd ended before it served.')
}
