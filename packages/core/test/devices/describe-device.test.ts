import { expect, test } from 'vitest'
import { describeDevice } from '../../src/devices/index.ts'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const PIXEL =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36'
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0'

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [IPHONE, 'Safari on iOS'],
  [PIXEL, 'Chrome on Android'],
  [EDGE, 'Microsoft Edge on Windows'],
  ['curl/8.5.0', 'curl'],
  ['', 'An unknown device'],
  [undefined, 'An unknown device'],
])('%s', (userAgent, label) => {
  expect(describeDevice(userAgent)).toBe(label)
})

test('a header that is made to break a page or a log is cut and cleaned', () => {
  for (const userAgent of [
    '<script>alert(1)</script>',
    'Mozilla/5.0 (<img src=x onerror=alert(1)>; Linux) Firefox/1',
    `${'a'.repeat(250)}\u202Egnp.exe`,
    '\u0000\u001B[31m/1',
  ]) {
    const label = describeDevice(userAgent)
    expect(label).toMatch(/^[\p{L}\p{N} ._+-]{1,90}$/u)
  }
})
