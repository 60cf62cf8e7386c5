/** A device as a person would name it: "Firefox on Windows". From what the client says of itself, so shown and never trusted. */
export interface Device {
  readonly name: string
  readonly kind: 'computer' | 'phone' | 'tablet' | 'program'
}

/** First match counts: most browsers also claim to be others. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(?:OPR|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
]

const SYSTEMS: readonly (readonly [RegExp, string, Device['kind']])[] = [
  [/\biPhone\b/, 'iPhone', 'phone'],
  [/\biPad\b/, 'iPad', 'tablet'],
  [/\bAndroid\b.*\bMobile\b/, 'an Android phone', 'phone'],
  [/\bAndroid\b/, 'an Android tablet', 'tablet'],
  [/\bWindows\b/, 'Windows', 'computer'],
  [/\bMac OS X\b|\bMacintosh\b/, 'a Mac', 'computer'],
  [/\bCrOS\b/, 'a Chromebook', 'computer'],
  [/\bLinux\b/, 'Linux', 'computer'],
]

export function deviceOf(userAgent: string | undefined): Device {
  const text = userAgent ?? ''
  const browser = BROWSERS.find(([pattern]) => pattern.test(text))?.[1]
  const system = SYSTEMS.find(([pattern]) => pattern.test(text))
  if (browser === undefined && system === undefined) return { name: 'An unknown device', kind: 'program' }
  const [, place, kind] = system ?? [undefined, undefined, 'program' as const]
  return { name: [browser ?? 'A browser', place].filter(Boolean).join(' on '), kind }
}

/** Other devices for the demo to pretend to be, with addresses from the ranges set aside for examples (RFC 5737). */
export const PRETENDED_DEVICES = [
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    address: '198.51.100.24',
  },
  {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    address: '203.0.113.80',
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
    address: '192.0.2.141',
  },
  {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    address: '198.51.100.7',
  },
] as const
