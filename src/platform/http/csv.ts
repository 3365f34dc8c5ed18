import { stringify } from 'csv-stringify/sync'

/** A cell that a spreadsheet must not take for a formula gets an apostrophe in front, as spreadsheets write text. */
export function safeCell(value: string | null): string {
  return value !== null && /^[=+\-@\t\r']/.test(value) ? `'${value}` : (value ?? '')
}

/** A file of a table that is small enough to be written at once. */
export function csvFile(
  name: string,
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
): Response {
  async function* whole() {
    yield `\uFEFF${stringify([head, ...rows])}`
  }
  return csvStream(name, whole())
}

/** A table that is written while it is sent. */
export function csvStream(name: string, source: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder()
  async function* bytes() {
    for await (const text of source) yield encoder.encode(text)
  }
  return fileStream(name, 'text/csv; charset=utf-8', bytes())
}

/** A file that is written while it is sent; whoever goes before the end stops the writing. */
export function fileStream(name: string, type: string, source: AsyncGenerator<Uint8Array>): Response {
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await source.return(undefined)
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
