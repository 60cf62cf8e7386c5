/** A text that counts how many of its characters are looked at, so that a bound on work needs no stopwatch. */
export function countedText(text: string): { readonly text: string; readonly looks: () => number } {
  let looks = 0
  const counted = new Proxy(Object(text), {
    get(_, key) {
      if (key === 'length') return text.length
      if (key === 'indexOf') {
        return (wanted: string, from = 0) => {
          const found = text.indexOf(wanted, from)
          looks += (found === -1 ? text.length : found + wanted.length) - from
          return found
        }
      }
      if (key === 'slice') {
        return (from?: number, to?: number) => {
          const part = text.slice(from, to)
          looks += part.length
          return part
        }
      }
      if (typeof key === 'string' && /^-?\d+$/.test(key)) {
        looks += 1
        return text[Number(key)]
      }
      throw new Error(`${String(key)} is not counted yet`)
    },
  })
  return { text: counted as string, looks: () => looks }
}
