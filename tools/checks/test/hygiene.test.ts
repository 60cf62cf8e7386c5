import { expect, test } from 'vitest'
import { unwantedIn } from '../hygiene.ts'

const found = (text: string) => unwantedIn({ path: 'a', text })

test.each([
  'see /root/.npmrc',
  'cd /home/alice/sess',
  'open /Users/bob/x',
  '"resolved": "https://registry.npmjs.org/x.tgz"',
  '//host/:_authToken=x',
  '<<<<<<< HEAD',
  '// TODO: later',
])('%s is unwanted', (text) => {
  expect(found(`first line\n${text}`)).toEqual([expect.stringContaining('a:2')])
})

test.each(['/workspace/x', 'https://example.com/home/', 'https://example.com/work/items/1', 'a todo list'])(
  '%s is fine',
  (text) => {
    expect(found(text)).toEqual([])
  },
)
