/** Made once: it takes a while. */
const made: { texts?: readonly string[] } = {}

/** Every code point of Unicode, each as itself (surrogates only in pairs), in texts of less than a megabyte. */
export function everyCodePoint(): readonly string[] {
  made.texts ??= codePoints()
  return made.texts
}

function codePoints(): readonly string[] {
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })
  const texts: string[] = []
  for (let first = 0; first <= 0x10ffff; first += 0x10000) {
    const bytes = new DataView(new ArrayBuffer(0x40000))
    let length = 0
    const add = (unit: number) => {
      bytes.setUint16(length, unit, true)
      length += 2
    }
    for (let point = first; point < first + 0x10000; point += 1) {
      if (point >= 0x10000) {
        add(0xd7c0 + (point >> 10))
        add(0xdc00 + (point & 0x3ff))
      } else if (point < 0xd800 || point > 0xdfff) add(point)
    }
    texts.push(decoder.decode(bytes.buffer.slice(0, length)))
  }
  return texts
}
