import type { DeviceRow, OwnerRow, SessionRow, UsedRow } from './rows.ts'

/**
 * The part of a Prisma Client that the store uses, written down by hand: every generated client of Prisma 6.19 and 7 fits,
 * whatever its provider, generator and extensions. A model that is missing, or has a column of another type, does not compile.
 */
export interface PrismaModel<Row, Key extends keyof Row> {
  findUnique(args: {
    where: Pick<Row, Key>
    select: { [Column in keyof Row]: true }
  }): PromiseLike<Row | null>
  createMany(args: { data: Row[] }): PromiseLike<{ count: number }>
  findMany(args: never): PromiseLike<unknown>
  updateMany(args: never): PromiseLike<unknown>
  deleteMany(args: never): PromiseLike<unknown>
}

/** The models under their own names, as a client and a client of a transaction have them. */
export interface PrismaModels {
  readonly session: PrismaModel<SessionRow, 'id'>
  readonly sessionOwner: PrismaModel<OwnerRow, 'owner'>
  readonly sessionDevice: PrismaModel<DeviceRow, 'id'>
  readonly sessionUsed: PrismaModel<UsedRow, 'id'>
}

/** A client under whose names nothing is known at compile time: the models are looked up when the store is made. */
export interface PrismaTransactions {
  $transaction(...args: never[]): Promise<unknown>
}

export type PrismaClientLike = PrismaModels & PrismaTransactions
