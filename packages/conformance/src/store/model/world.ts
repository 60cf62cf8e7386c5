import type { Owner, SessionRecord } from '@sess/core'
import { letter, randomText } from '../../kit/random.ts'
import { DAY, MINUTE, type Scene } from '../scene.ts'
import type { Command, Fields } from './commands.ts'
import { Reference } from './reference.ts'

type Only<Verb extends Command['verb']> = Command & { verb: Verb }

/** One run: the same commands go to the store and to the reference, and every answer is compared. */
export class World {
  readonly #scene: Scene
  readonly #known = new Reference()
  /** Alice and Bob share a partition; Carol has one of her own. */
  readonly #users: ReadonlyMap<string, Owner>
  /** Every id that a `create` was given, with its owner, newest last. */
  readonly #ids: { readonly id: string; readonly owner: Owner | undefined }[] = []

  constructor(scene: Scene) {
    this.#scene = scene
    const [shared, own] = [randomText(12), randomText(12)]
    const partitions = { alice: shared, bob: shared, carol: own }
    this.#users = new Map(
      Object.entries(partitions).map(([name, partition]) => [
        name,
        scene.owner(`${name} ${randomText(6)}`, partition),
      ]),
    )
  }

  async do(command: Command): Promise<void> {
    switch (command.verb) {
      case 'create':
        return this.#create(command)
      case 'replace':
        return this.#replace(command)
      case 'end':
        return this.#end(command)
      case 'endAll':
        return this.#endAll(command)
      case 'read':
        return this.#read(this.#id(command.nth))
      case 'list':
        return this.#list(this.#user(command.who), command.now)
    }
  }

  /** Everything that can be seen of the store, at the end. */
  async compare(): Promise<void> {
    for (const { id } of this.#ids) await this.#read(id)
    for (const owner of this.#users.values()) for (const minute of [0, 4, 9]) await this.#list(owner, minute)
  }

  async #create({ who, again, now, fields, ...command }: Only<'create'>): Promise<void> {
    const { limit, evict, supersedes, authenticatedAt } = command
    const at = this.#at(now)
    const options = {
      evictedAs: this.#ending(now),
      ...(limit && { limit }),
      ...(evict && { evict: evict.map((nth) => this.#id(nth)) }),
      ...(supersedes !== undefined && { supersedes: this.#id(supersedes), supersededAs: this.#ending(now) }),
      ...(authenticatedAt !== undefined && { authenticatedAt: this.#at(authenticatedAt) }),
    }
    const { id, owner } = (again === undefined ? undefined : this.#ids.at(-1 - again)) ?? this.#fresh(who)
    if (options.supersedes === id) return
    const record = this.#record(id, owner, fields)
    const expected = this.#known.create(record, at, options)
    const came = await this.#scene.store.create(record, at, options)
    this.#scene.checks.equal(inOrder(came), inOrder(expected), 'create()')
  }

  async #replace({ nth, now, expected, fields, clearMark }: Only<'replace'>): Promise<void> {
    const current = this.#known.read(this.#id(nth))
    const { id, owner } = this.#ids.at(-1 - nth) ?? this.#fresh('a guest')
    const record = this.#record(id, owner, fields)
    const next = current === null ? record : { ...record, group: current.group, createdAt: current.createdAt }
    const revision = expected === undefined ? (current?.revision ?? '') : revisionOf(expected)
    const options = clearMark === undefined ? {} : { clearMark }
    const wanted = this.#known.replace(next, revision, this.#at(now), options)
    const came = await this.#scene.store.replace(next, revision, this.#at(now), options)
    this.#scene.checks.equal(came, wanted, 'replace()')
  }

  async #end({ nth, now, ifRevision }: Only<'end'>): Promise<void> {
    const options = ifRevision === undefined ? {} : { ifRevision: revisionOf(ifRevision) }
    const [id, ending] = [this.#id(nth), this.#ending(now)]
    const wanted = this.#known.end(id, ending, options.ifRevision)
    this.#scene.checks.equal(await this.#scene.store.end(id, ending, ending.at, options), wanted, 'end()')
  }

  async #endAll({ who, now, except, notBefore, mark }: Only<'endAll'>): Promise<void> {
    const options = {
      ...(except !== undefined && { except: this.#id(except) }),
      ...(notBefore !== undefined && { notBefore: this.#at(notBefore) }),
      ...(mark !== undefined && { mark }),
    }
    const [owner, ending] = [this.#user(who), this.#ending(now)]
    const wanted = this.#known.endAll(owner.userId, ending, ending.at, options)
    const came = await this.#scene.store.endAll(owner, ending, ending.at, options)
    this.#scene.checks.equal([...came].sort(byId), wanted.sort(byId), 'endAll()')
  }

  async #read(id: string): Promise<void> {
    this.#scene.checks.equal(await this.#scene.store.read(id), this.#known.read(id), 'read()')
  }

  async #list(owner: Owner, minute: number): Promise<void> {
    const wanted = this.#known.list(owner.userId, this.#at(minute))
    this.#scene.checks.equal(await this.#scene.store.list(owner, this.#at(minute)), wanted, 'list()')
  }

  #record(id: string, owner: Owner | undefined, { revision, ...fields }: Fields): SessionRecord {
    return this.#scene.session({
      ...(owner && { owner }),
      id,
      revision: revisionOf(revision),
      group: fields.group,
      createdAt: this.#at(fields.createdAt),
      seenAt: this.#at(fields.seenAt),
      idleExpiresAt: this.#at(fields.idleExpiresAt),
      absoluteExpiresAt: this.#at(fields.absoluteExpiresAt),
      keepUntil: this.#at(0) + 2 * DAY,
      body: fields.body,
    })
  }

  /** A new id; every other guest lies in the partition of Alice and Bob. */
  #fresh(who: string): { id: string; owner: Owner | undefined } {
    const owner = this.#users.get(who)
    const strayed = this.#ids.length % 2 === 0 ? this.#user('alice').partition : randomText(12)
    const made = { id: (owner?.partition ?? strayed) + letter(this.#ids.length) + randomText(11), owner }
    this.#ids.push(made)
    return made
  }

  #id(nth: number): string {
    return this.#ids.at(-1 - nth)?.id ?? `${this.#user('alice').partition}nobody000000`
  }

  #user(who: string): Owner {
    return this.#users.get(who) ?? this.#scene.owner()
  }

  #at(minute: number): number {
    return this.#scene.now + minute * MINUTE
  }

  #ending(minute: number) {
    return this.#scene.ending('logout', { at: this.#at(minute), keepUntil: this.#at(0) + 2 * DAY + minute })
  }
}

const revisionOf = (index: number): string => `revision-${index}`
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)

/** `evicted` in whatever order. */
const inOrder = <T extends { readonly outcome: string }>(answer: T): T =>
  'evicted' in answer && Array.isArray(answer.evicted)
    ? { ...answer, evicted: [...answer.evicted].sort(byId) }
    : answer
