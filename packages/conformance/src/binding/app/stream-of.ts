/** Pieces of text as the body of a `Response`, each as soon as it is there. */
export function streamOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel() {
      // Not awaited: it ends only when what runs at the moment is done.
      iterator.return?.().catch(() => {})
    },
  })
}
