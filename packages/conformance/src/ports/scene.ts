import type { DeviceLedger, Owner, ReplayGuard } from '@sess/core'
import type { Case } from '../kit/case.ts'
import type { Checks } from '../kit/checks.ts'
import { randomText } from '../kit/random.ts'

/** What one port under test is: fresh, empty, and nobody else's. */
export interface PortSubject<Port> {
  readonly port: Port
  /** Another handle on the same data, as another process has it. Races then run across both. */
  second?(): Promise<Port>
  /** How many keys or rows are left at `now`, which is later than everything that the case wrote. */
  leftovers?(now: number): Promise<number>
  close?(): Promise<void>
}

/** What a subject can offer beyond the port itself. */
export type PortFeature = 'second' | 'leftovers'

export type DeviceCase = Case<PortScene<DeviceLedger>, PortFeature>
export type ReplayCase = Case<PortScene<ReplayGuard>, PortFeature>

/** What a case works with. */
export class PortScene<Port> {
  readonly port: Port
  readonly subject: PortSubject<Port>
  readonly checks: Checks
  readonly actors: number
  readonly now = Date.now()

  constructor(subject: PortSubject<Port>, checks: Checks, actors: number) {
    this.port = subject.port
    this.subject = subject
    this.checks = checks
    this.actors = actors
  }

  owner(userId = `user-${randomText(6)}`, partition = randomText(12)): Owner {
    return { userId, partition }
  }

  hash(): string {
    return randomText(43)
  }

  /** Runs as many at once as there are actors, on both handles in turn if there are two. */
  async race<T>(run: (port: Port, actor: number) => Promise<T>): Promise<T[]> {
    const second = (await this.subject.second?.()) ?? this.port
    return Promise.all(
      Array.from({ length: this.actors }, (_, actor) => run(actor % 2 === 0 ? this.port : second, actor)),
    )
  }
}
