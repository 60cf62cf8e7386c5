import { randomBytes } from 'node:crypto'
import {
  type Cost,
  FOR_PEOPLE,
  FOR_RANDOM,
  hashPassword,
  isPassword,
  type PasswordHash,
} from './passwords.ts'

/** An account as the sign-in page shows it. */
export interface ShownAccount {
  readonly id: string
  readonly name: string
  /** The password that it starts with, or `null` once somebody has changed it. */
  readonly password: string | null
}

/** An account that one attack makes for itself, so that it harms nobody's session. */
export interface Sandbox {
  readonly id: string
  readonly password: string
  /** Forgets the account. */
  close(): void
}

interface Account {
  readonly name: string
  hash: PasswordHash
  changed: boolean
}

const SANDBOX = 'sandbox-'
export const isSandbox = (userId: string): boolean => userId.startsWith(SANDBOX)
export const SHORTEST_PASSWORD = 8

const PEOPLE = [
  { id: 'ada', name: 'Ada Lovelace', password: 'analytical-engine' },
  { id: 'grace', name: 'Grace Hopper', password: 'nanosecond-wire' },
  { id: 'alan', name: 'Alan Turing', password: 'imitation-game' },
]

/** The demo's accounts, in memory: what an app has anyway, and Sess knows nothing of. */
export class Accounts {
  readonly #accounts = new Map<string, Account>()
  readonly #tickets = new Map<string, string>()
  readonly #cost: Cost
  readonly #nobody: PasswordHash

  private constructor(cost: Cost, nobody: PasswordHash) {
    this.#cost = cost
    this.#nobody = nobody
  }

  /** `cost` is what a guess at a person's password costs. */
  static async create(cost: Cost = FOR_PEOPLE): Promise<Accounts> {
    const accounts = new Accounts(cost, await hashPassword(randomBytes(16).toString('hex'), cost))
    await Promise.all(PEOPLE.map(({ id }) => accounts.reset(id)))
    return accounts
  }

  /** The account's id if the password is right. Takes as long for a name that nobody has. */
  async verify(name: string, password: string): Promise<string | null> {
    const id = name.trim().toLowerCase()
    const account = this.#accounts.get(id)
    const right = await isPassword(password, account?.hash ?? this.#nobody)
    return right && account !== undefined ? id : null
  }

  async changePassword(id: string, password: string): Promise<void> {
    const account = this.#accounts.get(id)
    if (account === undefined) return
    account.hash = await hashPassword(password, this.#cost)
    account.changed = true
  }

  /** Gives a demo account its first password again. */
  async reset(id: string): Promise<boolean> {
    const person = PEOPLE.find((one) => one.id === id)
    if (person === undefined) return false
    const hash = await hashPassword(person.password, this.#cost)
    this.#accounts.set(id, { name: person.name, hash, changed: false })
    return true
  }

  nameOf(id: string): string {
    return this.#accounts.get(id)?.name ?? id
  }

  shown(): ShownAccount[] {
    return PEOPLE.map(({ id, name, password }) => ({
      id,
      name,
      password: this.#accounts.get(id)?.changed === false ? password : null,
    }))
  }

  async openSandbox(): Promise<Sandbox> {
    const id = SANDBOX + randomBytes(6).toString('hex')
    const password = randomBytes(16).toString('hex')
    this.#accounts.set(id, {
      name: 'Sandbox',
      hash: await hashPassword(password, FOR_RANDOM),
      changed: false,
    })
    return { id, password, close: () => void this.#accounts.delete(id) }
  }

  /** Signs in once, without the password: how the demo pretends to be another device of somebody who is signed in. */
  issueTicket(id: string): string {
    const ticket = randomBytes(24).toString('base64url')
    this.#tickets.set(ticket, id)
    return ticket
  }

  redeemTicket(ticket: string): string | null {
    const id = this.#tickets.get(ticket) ?? null
    this.#tickets.delete(ticket)
    return id
  }
}
