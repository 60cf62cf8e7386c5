import type { Owner, SessionRecord } from '@sess/core'
import { randomText } from '../random.ts'
import { DAY, MINUTE, type Scene } from '../scene.ts'
import type { Command } from './commands.ts'
import { Reference } from './reference.ts'

type Fields = (Command & { verb: 'create' })['fields']

/** Who the slots belong to: two users of one partition, one of another, and guests, one of them in the users' partition. */
const OWNERS = [0, 0, 0, 0, 1, 1, 2, 2, null, null]

/** One run: the same commands go to the store and to the reference, and every answer is compared. */
export class World {
  readonly #scene: Scene
  readonly #reference = new Reference()
  readonly #users: readonly Owner[]
  readonly #ids: readonly string[]

  constructor(scene: Scene) {
    this.#scene = scene
    const shared = randomText(12)
    this.#users = ['alice', 'bob', 'carol'].map((name, index) =>
      scene.owner(`${name} ${randomText(6)}`, index < 2 ? shared : randomText(12)),
    )
    const partitions = OWNERS.map((owner, slot) =>
      owner === null ? this.#guestPartition(slot) : this.#user(owner).partition,
    )
    this.#ids = partitions.map((partition, slot) => `${partition}slot${slot}${randomText(7)}`)
  }

  async do(command: Command): Promise<void> {
    const { store, checks } = this.#scene
    const known = this.#reference
    switch (command.verb) {
      case 'create': {
        const { limit, evict, supersedes, authenticatedAt } = command
        const ends = supersedes !== undefined && supersedes !== command.slot
        const options = {
          evictedAs: this.#ending(command.now),
          ...(limit && { limit }),
          ...(evict && { evict: evict.map((slot) => this.#id(slot)) }),
          ...(ends && { supersedes: this.#id(supersedes), supersededAs: this.#ending(command.now) }),
          ...(authenticatedAt !== undefined && { authenticatedAt: this.#at(authenticatedAt) }),
        }
        const record = this.#record(command.slot, command.fields)
        const expected = known.create(record, this.#at(command.now), options)
        const came = await store.create(record, this.#at(command.now), options)
        checks.equal(sorted(came), sorted(expected), 'create()')
        return
      }
      case 'replace': {
        const current = known.read(this.#id(command.slot))
        const expected =
          command.expected === undefined ? (current?.revision ?? '') : revisionOf(command.expected)
        const next = this.#record(command.slot, command.fields)
        if (current !== null) Object.assign(next, { group: current.group, createdAt: current.createdAt })
        const options = command.clearMark === undefined ? {} : { clearMark: command.clearMark }
        const wanted = known.replace(next, expected, this.#at(command.now), options)
        checks.equal(await store.replace(next, expected, this.#at(command.now), options), wanted, 'replace()')
        return
      }
      case 'end': {
        const options = command.ifRevision === undefined ? {} : { ifRevision: revisionOf(command.ifRevision) }
        const [id, ending] = [this.#id(command.slot), this.#ending(command.now)]
        const expected = known.end(id, ending, options.ifRevision)
        checks.equal(await store.end(id, ending, ending.at, options), expected, 'end()')
        return
      }
      case 'endAll': {
        const { except, notBefore, mark } = command
        const options = {
          ...(except !== undefined && { except: this.#id(except) }),
          ...(notBefore !== undefined && { notBefore: this.#at(notBefore) }),
          ...(mark !== undefined && { mark }),
        }
        const [owner, ending] = [this.#user(command.user), this.#ending(command.now)]
        const expected = known.endAll(owner.userId, ending, ending.at, options)
        const came = await store.endAll(owner, ending, ending.at, options)
        checks.equal([...came].sort(byId), expected.sort(byId), 'endAll()')
        return
      }
      case 'read':
        return this.#read(command.slot)
      case 'list':
        return this.#list(command.user, command.now)
    }
  }

  /** Everything that can be seen of the store, at the end. */
  async compare(): Promise<void> {
    for (const slot of OWNERS.keys()) await this.#read(slot)
    for (const user of this.#users.keys()) for (const minute of [0, 6, 14]) await this.#list(user, minute)
  }

  async #read(slot: number): Promise<void> {
    const id = this.#id(slot)
    this.#scene.checks.equal(await this.#scene.store.read(id), this.#reference.read(id), 'read()')
  }

  async #list(user: number, minute: number): Promise<void> {
    const owner = this.#user(user)
    const expected = this.#reference.list(owner.userId, this.#at(minute))
    this.#scene.checks.equal(await this.#scene.store.list(owner, this.#at(minute)), expected, 'list()')
  }

  #record(slot: number, { revision, group, createdAt, seenAt, idle, absolute, body }: Fields): SessionRecord {
    const owner = OWNERS[slot] ?? null
    return this.#scene.session({
      ...(owner !== null && { owner: this.#user(owner) }),
      id: this.#id(slot),
      revision: revisionOf(revision),
      group,
      createdAt: this.#at(createdAt),
      seenAt: this.#at(Math.max(createdAt, seenAt)),
      idleExpiresAt: this.#at(seenAt + idle),
      absoluteExpiresAt: this.#at(createdAt + absolute),
      keepUntil: this.#at(0) + 2 * DAY,
      body,
    })
  }

  #user(index: number): Owner {
    return this.#users[index] ?? this.#scene.owner()
  }

  #guestPartition = (slot: number): string => (slot % 2 === 0 ? this.#user(0).partition : randomText(12))
  #id = (slot: number): string => this.#ids[slot] ?? ''
  #at = (minute: number): number => this.#scene.now + minute * MINUTE
  #ending = (minute: number) =>
    this.#scene.ending('logout', { at: this.#at(minute), keepUntil: this.#at(0) + (2 * DAY + minute) })
}

const revisionOf = (index: number): string => `revision-${index}`
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)

/** `evicted` in whatever order. */
const sorted = <T extends { readonly outcome: string }>(answer: T): T =>
  'evicted' in answer && Array.isArray(answer.evicted)
    ? { ...answer, evicted: [...answer.evicted].sort(byId) }
    : answer
