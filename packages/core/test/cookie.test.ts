import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieValues } from '../src/cookie.ts'
import { countedText } from './support/counted-text.ts'

const NAME = '__Host-sess'

describe('reading a Cookie header (RFC 6265bis §4.2, §5.8)', () => {
  it.each<[string, string | undefined, readonly string[]]>([
    ['no header', undefined, []],
    ['an empty header', '', []],
    ['the cookie alone', '__Host-sess=a', ['a']],
    ['among others', 'x=1; __Host-sess=a; y=2', ['a']],
    ['without the blank', 'x=1;__Host-sess=a;y=2', ['a']],
    ['with more blanks and a tab', 'x=1;  \t __Host-sess=a  ; y=2', ['a']],
    ['at the very start, behind blanks', '  __Host-sess=a', ['a']],
    ['behind empty pairs', ';;; ;__Host-sess=a;;', ['a']],
    ['an empty value', '__Host-sess=; x=1', ['']],
    ['a value with =', '__Host-sess=a=b==', ['a=b==']],
    ['a quoted value keeps its quotes', '__Host-sess="a"', ['"a"']],
    ['a quote does not hide a ;', 'x="1; __Host-sess=a"', ['a"']],
    ['escapes stay as they are', '__Host-sess=%61\\"', ['%61\\"']],
    ['twice: both, in order', '__Host-sess=a; __Host-sess=b', ['a', 'b']],
    ['many times: the first four', '__Host-sess=1; '.repeat(9), ['1', '1', '1', '1']],
    ['a name that ends like ours', 'x__Host-sess=evil; __Host-sess=a', ['a']],
    ['a name that begins like ours', '__Host-sessx=evil; __Host-sess-guest=g', []],
    ['ours in the value of another', 'x=__Host-sess=evil', []],
    ['ours in the value of another, behind a blank', 'x=1 __Host-sess=evil', []],
    ['ours behind a comma', 'x=1, __Host-sess=evil', []],
    ['ours behind a quote', 'x="__Host-sess=evil"', []],
    ['other letters', '__HOST-SESS=evil; __host-sess=evil', []],
    ['a blank before =', '__Host-sess =evil', []],
    ['a blank after =', '__Host-sess= a', ['a']],
    ['no =', '__Host-sess; x=1', []],
    ['a nameless cookie that says it is ours', '=__Host-sess=evil', []],
    ['an old dialect', '$Version=1; __Host-sess=a; $Path=/', ['a']],
    ['controls before the name', 'x=1;\u0000__Host-sess=evil;\u0001 __Host-sess=evil', []],
    ['controls in the value stay there', '__Host-sess=a\u0000b', ['a\u0000b']],
    ['other line ends are no ends of pairs', 'x=1\n__Host-sess=evil\r\n__Host-sess=evil', []],
  ])('%s', (_, header, values) => {
    expect(cookieValues(header, NAME)).toEqual(values)
  })

  it('reads what any list of pairs says of it', () => {
    const word = fc.stringMatching(/^[\w"=, -]{0,6}$/)
    const pair = fc.oneof(
      fc.tuple(fc.constantFrom(NAME, `x${NAME}`, `${NAME}-guest`, 'x', ''), word),
      fc.tuple(
        word.map((name) => name.replaceAll('=', '').trim()),
        word,
      ),
    )
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 12 }),
        fc.constantFrom(';', '; ', ' ;\t'),
        (pairs, separator) => {
          const header = pairs.map(([name, value]) => `${name}=${value}`).join(separator)
          const expected = pairs.filter(([name]) => name === NAME).map(([, value]) => value.trim())
          expect(cookieValues(header, NAME)).toEqual(expected.slice(0, 4))
        },
      ),
    )
  })

  it('takes 64 KiB at most, and ignores a longer header as a whole', () => {
    const pad = 'x'.repeat(64 * 1024 - '; __Host-sess=a'.length)
    expect(cookieValues(`${pad}; __Host-sess=a`, NAME)).toEqual(['a'])
    expect(cookieValues(`${pad}x; __Host-sess=a`, NAME)).toEqual([])
  })

  const FLOODS: Readonly<Record<string, string>> = {
    'small cookies': 'a=1; ',
    'names that end like ours': `x${NAME}=`,
    'beginnings of our name': '__Host-ses',
    'our name and no =': `${NAME};`,
    'our name inside values': `x=1 ${NAME}=2`,
    blanks: ' ',
    'blanks before our name': `${' '.repeat(500)}${NAME}=`,
    semicolons: ';',
    'our cookie': `${NAME}=a;`,
    quotes: '"',
  }

  it.each(Object.entries(FLOODS))('a flood of %s costs at most four looks at each character', (_, piece) => {
    const size = 64 * 1024
    const flood = piece.repeat(Math.floor(size / piece.length)).padEnd(size, ' ')
    const { text, looks } = countedText(flood)
    expect(cookieValues(text, NAME).length).toBeLessThanOrEqual(4)
    expect(looks()).toBeGreaterThan(0)
    expect(looks()).toBeLessThanOrEqual(4 * size)
  })
})
