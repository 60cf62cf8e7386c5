/** What is known of a query: whether it writes, and whether running it twice does and tells the same as once. */
export interface Kind {
  readonly writes: boolean
  readonly repeatable: boolean
}

/** Sends one query through the client that it is handed, or through that of a transaction. */
export type Execute = (send: (client: object) => PromiseLike<unknown>, kind: Kind) => Promise<unknown>

const READ: Kind = { writes: false, repeatable: true }
const write = (repeatable: boolean): Kind => ({ writes: true, repeatable })

type Plain<V> = Exclude<V, null>

export type Condition<V> =
  | V
  | { readonly in: readonly Plain<V>[] }
  | { readonly not: Plain<V> }
  | { readonly gt: Plain<V> }
  | { readonly lt: Plain<V> }
  | { readonly lte: Plain<V> }

export type Where<Row> = { readonly [Column in keyof Row]?: Condition<Row[Column]> } & {
  readonly OR?: readonly Where<Row>[]
}

export type Change<Row> = { readonly [Column in keyof Row]?: Row[Column] | { readonly increment: bigint } }

/** What a delegate of a generated client can do, without its types. */
type Delegate = Record<
  'findUnique' | 'findMany' | 'createMany' | 'updateMany' | 'deleteMany',
  (args: object) => PromiseLike<unknown>
>

type Values = Record<string, unknown>

/** One model of a client, under the names that the app gave it and its fields. `Row` is what is read, `All` what can be written. */
export class Table<Row extends object, All extends Row = Row> {
  readonly #model: string
  readonly #execute: Execute
  readonly #names: Readonly<Record<string, string>>
  readonly #select: Readonly<Record<string, true>>
  readonly #renamed: boolean
  readonly #key: string

  /** The first of the columns is the key. */
  constructor(
    model: string,
    execute: Execute,
    columns: readonly [string, ...string[]],
    names: Readonly<Record<string, string>> = {},
  ) {
    this.#model = model
    this.#execute = execute
    this.#names = names
    this.#key = names[columns[0]] ?? columns[0]
    this.#renamed = Object.keys(names).length > 0
    this.#select = Object.fromEntries(columns.map((column) => [names[column] ?? column, true]))
  }

  async findUnique(where: Where<All>): Promise<Row | null> {
    const args = { where: this.#where(where), select: this.#select }
    const row = await this.#send('findUnique', args, READ)
    return row === null ? null : this.#row(row)
  }

  async findMany(where: Where<All>): Promise<Row[]> {
    const args = { where: this.#where(where), select: this.#select }
    const rows = (await this.#send('findMany', args, READ)) as unknown[]
    return rows.map((row) => this.#row(row))
  }

  /** Only the keys, the smallest `oldest` first. */
  async findKeys(where: Where<All>, oldest: keyof Row & string, take: number): Promise<string[]> {
    const args = {
      where: this.#where(where),
      select: { [this.#key]: true },
      orderBy: { [this.#names[oldest] ?? oldest]: 'asc' },
      take,
    }
    const rows = (await this.#send('findMany', args, READ)) as Values[]
    return rows.map((row) => String(row[this.#key]))
  }

  /** Fails as taken where the key is. */
  async insert(row: Row, repeatable = false): Promise<void> {
    const args = { data: [this.#out(row)] }
    await this.#send('createMany', args, write(repeatable))
  }

  async update(where: Where<All>, data: Change<All>, repeatable = false): Promise<number> {
    const args = { where: this.#where(where), data: this.#out(data) }
    return countOf(await this.#send('updateMany', args, write(repeatable)))
  }

  async delete(where: Where<All>): Promise<number> {
    const args = { where: this.#where(where) }
    return countOf(await this.#send('deleteMany', args, write(false)))
  }

  #send(verb: keyof Delegate, args: object, kind: Kind): Promise<unknown> {
    return this.#execute(
      (client) => (client as Record<string, Delegate>)[this.#model]?.[verb](args) ?? gone(this.#model),
      kind,
    )
  }

  #where(where: Where<All>): Values {
    const { OR, ...columns } = where as Values & { OR?: readonly Where<All>[] }
    return OR ? { ...this.#out(columns), OR: OR.map((one) => this.#where(one)) } : this.#out(columns)
  }

  #out(values: object): Values {
    if (!this.#renamed) return values as Values
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [this.#names[name] ?? name, value]),
    )
  }

  #row(row: unknown): Row {
    if (!this.#renamed) return row as Row
    const back = Object.entries(this.#names).map(([name, theirs]) => [name, (row as Values)[theirs]])
    return { ...(row as Row), ...Object.fromEntries(back) }
  }
}

const countOf = (result: unknown): number => (result as { count: number }).count

const gone = (model: string): Promise<never> =>
  Promise.reject(new TypeError(`The client of the transaction has no model "${model}".`))
