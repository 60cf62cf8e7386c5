import type { Raw } from './tables.ts'

/** Where a database's own functions differ: a row per number, and 36 hex characters that tell nothing of their order. */
const DIALECTS = {
  postgresql: {
    rows: (count: number) => `generate_series(1, ${count}) AS series(n)`,
    hex: (of: string) => `md5(CAST(${of} AS TEXT)) || 'abcd'`,
    half: (of: string) => `${of} / 5`,
    quote: '"',
    analyze: (table: string) => `ANALYZE ${table}`,
  },
  mysql: {
    rows: (count: number) => `(SELECT seq AS n FROM seq_1_to_${count}) AS series`,
    hex: (of: string) => `CONCAT(MD5(${of}), 'abcd')`,
    half: (of: string) => `${of} DIV 5`,
    quote: '`',
    analyze: (table: string) => `ANALYZE TABLE ${table}`,
  },
  sqlite: {
    rows: (count: number) =>
      `(WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${count}) SELECT n FROM series) AS series`,
    // Multiplying by an odd number permutes the numbers, so that neighbours end up far apart.
    hex: (of: string) => `printf('%08x', ((${of}) * 2654435761) & 0xffffffff) || printf('%028x', ${of})`,
    half: (of: string) => `${of} / 5`,
    quote: '"',
    analyze: () => 'ANALYZE',
  },
}

/**
 * Fills the tables as a busy app does: five sessions per user, three of them live, one ended and one expired; one in a hundred is
 * due for sweeping at `now`. As many of everything else as there are users.
 */
export async function seed(
  client: Raw,
  provider: keyof typeof DIALECTS,
  sessions: number,
  now: number,
): Promise<void> {
  const { rows, hex, half, quote, analyze } = DIALECTS[provider]
  const list = (names: string) =>
    names
      .split(' ')
      .map((name) => `${quote}${name}${quote}`)
      .join(', ')
  const day = 86_400_000
  const due = `CASE WHEN n % 100 = 1 THEN ${now - day} + n ELSE ${now + day} + n END`
  const isEnded = 'n % 5 = 1'
  await client.$executeRawUnsafe(`
    INSERT INTO session (${list('id revision owner userId group createdAt seenAt idleExpiresAt absoluteExpiresAt keepUntil')},
      ${list('endedAt endedReason endedKeepUntil auth body')})
    SELECT ${hex('n')}, ${hex('-n')}, ${hex(half('n'))}, ${half('n')}, 'web', ${now} - n % 1000, ${now},
      CASE WHEN n % 5 = 2 THEN ${now - 1} ELSE ${now + day} END, ${now + day} + n, ${due},
      CASE WHEN ${isEnded} THEN ${now - 1} END, CASE WHEN ${isEnded} THEN 'logout' END,
      CASE WHEN ${isEnded} THEN ${due} END, '1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '1[{},{}]'
    FROM ${rows(sessions)}`)
  const others = Math.ceil(sessions / 5)
  const expiry = `CASE WHEN n % 100 = 1 THEN ${now - 1} ELSE ${now + day} + n END`
  await client.$executeRawUnsafe(`INSERT INTO session_owner (${list('owner keepUntil sweepAt')})
    SELECT ${hex('n')}, 0, ${expiry} FROM ${rows(others)}`)
  for (const table of ['session_device', 'session_used'])
    await client.$executeRawUnsafe(
      `INSERT INTO ${table} (${list('id expiresAt')}) SELECT ${hex('n')}, ${expiry} FROM ${rows(others)}`,
    )
  for (const table of ['session', 'session_owner', 'session_device', 'session_used'])
    await client.$queryRawUnsafe(analyze(table))
}
