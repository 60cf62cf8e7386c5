import type { App } from '../client/app.ts'

const bytes = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)).join('')

/** What no session comes of, whoever sends it. `token` is a real one that must not count in any of these forms. */
export const garbage = ({ sessionCookie, guestCookie }: App, token: string): string[] => [
  `${sessionCookie}=`,
  `${sessionCookie}`,
  `=${token}`,
  `; ;; ;`,
  `${sessionCookie}=${token.slice(0, -1)}`,
  `${sessionCookie}=${token}A`,
  `${sessionCookie}="${token}"`,
  `${sessionCookie}=${encodeURIComponent(`${token}=`)}`,
  `${sessionCookie}=${'A'.repeat(116)}`,
  `${sessionCookie}=${token.slice(0, 40)}${'B'.repeat(76)}`,
  `${sessionCookie.toUpperCase()}=${token}`,
  `${sessionCookie.slice(7)}=${token}`,
  `${guestCookie}=${token}`,
  `__proto__=${token}; constructor=${token}; toString=1`,
  `${sessionCookie}=${bytes(0x80, 0xff)}`,
  `${sessionCookie}=%00%0d%0aSet-Cookie:%20x=y`,
  `${sessionCookie}=../../../../etc/passwd`,
  `${sessionCookie}=s%3A${token}.signature`,
  `${Array.from({ length: 100 }, () => `${sessionCookie}=${'A'.repeat(16)}`).join('; ')}`,
]
