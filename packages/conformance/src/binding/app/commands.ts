import type { SessionInfo } from '@sess/core'
import type { KitOptions } from './contract.ts'
import { type Report, World } from './world.ts'

/** What a test can ask of the app behind its back: by HTTP, so that the app may run anywhere. */
export interface Commands {
  /** A new world, with these rules. */
  reset(options: KitOptions): void
  /** Lets go whoever still waits. */
  finish(): void
  advance(ms: number): void
  setDown(down: boolean): void
  setSlowness(ms: number): void
  open(gate: string): void
  arrived(gate: string, count: number): Promise<void>
  report(): Report
  list(userId: string): Promise<readonly SessionInfo[]>
  revokeAll(userId: string): Promise<readonly string[]>
}

/** The world of the running test, and the hands on it. */
export class Stage implements Commands {
  world = new World()

  reset(options: KitOptions): void {
    this.finish()
    this.world = new World(options)
  }

  finish(): void {
    this.world.gates.close()
  }

  advance(ms: number): void {
    this.world.advance(ms)
  }

  setDown(down: boolean): void {
    this.world.setDown(down)
  }

  setSlowness(ms: number): void {
    this.world.setSlowness(ms)
  }

  open(gate: string): void {
    this.world.gates.open(gate)
  }

  arrived(gate: string, count: number): Promise<void> {
    return this.world.gates.arrived(gate, count)
  }

  report(): Report {
    return this.world.report()
  }

  list(userId: string): Promise<readonly SessionInfo[]> {
    return this.world.list(userId)
  }

  revokeAll(userId: string): Promise<readonly string[]> {
    return this.world.sessions.revokeAll(userId)
  }

  /** A command as it comes over HTTP: `[name, ...arguments]`. What it comes to, or why it failed, goes back as JSON. */
  async run(body: string): Promise<string> {
    try {
      const [name, ...given] = JSON.parse(body) as [keyof Commands, ...never[]]
      const command = this[name] as (...given: never[]) => unknown
      return JSON.stringify({ value: await command.apply(this, given) })
    } catch (error) {
      return JSON.stringify({ failed: String(error) })
    }
  }
}
