/** The body of a request as text, or `null` as soon as it is longer than `most` bytes. */
export async function readText(request: Request, most: number): Promise<string | null> {
  const decoder = new TextDecoder()
  const reader = request.body?.getReader()
  let text = ''
  let length = 0
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) return text + decoder.decode()
    length += part.value.byteLength
    if (length > most) {
      await reader?.cancel()
      return null
    }
    text += decoder.decode(part.value, { stream: true })
  }
}
