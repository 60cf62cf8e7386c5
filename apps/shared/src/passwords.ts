import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** How dear a guess is. scrypt's memory is 128 × N × r bytes. */
export interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** For passwords that people choose: one of the settings of the OWASP password storage cheat sheet. */
export const FOR_PEOPLE: Cost = { N: 2 ** 14, r: 8, p: 5 }
/** For passwords of 128 random bits, which nobody guesses at any price. */
export const FOR_RANDOM: Cost = { N: 2 ** 10, r: 8, p: 1 }

export interface PasswordHash extends Cost {
  readonly salt: Buffer
  readonly hash: Buffer
}

export async function hashPassword(password: string, cost: Cost): Promise<PasswordHash> {
  const salt = randomBytes(16)
  return { ...cost, salt, hash: await derive(password, salt, cost) }
}

export async function isPassword(password: string, stored: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, stored.salt, stored), stored.hash)
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
