import { expect, test } from 'vitest'
import { deviceOf, PRETENDED_DEVICES } from '../src/device.ts'

test.each([
  [PRETENDED_DEVICES[0].userAgent, 'Safari on iPhone', 'phone'],
  [PRETENDED_DEVICES[1].userAgent, 'Firefox on Windows', 'computer'],
  [PRETENDED_DEVICES[2].userAgent, 'Chrome on an Android phone', 'phone'],
  [PRETENDED_DEVICES[3].userAgent, 'Safari on a Mac', 'computer'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0',
    'Edge on Windows',
    'computer',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Safari/537.36',
    'Samsung Internet on an Android tablet',
    'tablet',
  ],
  ['curl/8.5.0', 'curl', 'program'],
  ['', 'An unknown device', 'program'],
  [undefined, 'An unknown device', 'program'],
] as const)('%j is %s', (userAgent, name, kind) => {
  expect(deviceOf(userAgent)).toEqual({ name, kind })
})
