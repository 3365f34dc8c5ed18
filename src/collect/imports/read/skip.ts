export const quote = 0x22
export const lf = 0x0a
export const cr = 0x0d

/** Where the first line of a record ends (counted from the record's start), and what it says at the beginning. */
export function firstLine(buffer: Buffer, start: number) {
  const end = buffer.indexOf(lf, start)
  return {
    firstLineEnd: end === -1 ? -1 : end + 1,
    sample: buffer.toString('utf8', start, Math.min(start + 200, end === -1 ? buffer.length : end)),
  }
}

/** Walks past a record that is too large to hold, keeping nothing but its beginning. */
export class Skip {
  readonly sample: string
  firstLineEnd: number
  lines = 0
  read = 0
  readonly #delimiter: number
  #state: 'start' | 'plain' | 'quoted' | 'after-quote' | 'after-cr' = 'start'

  constructor(delimiter: number, buffer: Buffer) {
    const line = firstLine(buffer, 0)
    this.sample = line.sample
    this.firstLineEnd = line.firstLineEnd
    this.#delimiter = delimiter
  }

  /** The index behind the record, or that more is needed, or that its quoting is broken. */
  go(buffer: Buffer, from: number, isEnd: boolean): number | 'more' | 'broken' {
    for (let at = from; at < buffer.length; at++) {
      const byte = buffer[at]!
      if (this.#state === 'after-cr') {
        const end = byte === lf ? at + 1 : at
        this.read += end - from
        this.lines++
        return end
      }
      if (byte === lf) {
        this.lines++
        if (this.firstLineEnd === -1) this.firstLineEnd = this.read + at - from + 1
      }
      if (this.#state === 'quoted') {
        if (byte === quote) this.#state = 'after-quote'
      } else if (byte === quote && this.#state === 'after-quote') {
        this.#state = 'quoted'
      } else if (byte === lf) {
        this.read += at + 1 - from
        return at + 1
      } else if (byte === cr) {
        this.#state = 'after-cr'
      } else if (byte === this.#delimiter) {
        this.#state = 'start'
      } else if (this.#state === 'after-quote') {
        return this.firstLineEnd === -1 ? this.#asPlain(at, buffer, isEnd, from) : 'broken'
      } else {
        this.#state = byte === quote && this.#state === 'start' ? 'quoted' : 'plain'
      }
    }
    this.read += buffer.length - from
    if (!isEnd) return 'more'
    if (this.#state === 'quoted' && this.firstLineEnd !== -1) return 'broken'
    return buffer.length
  }

  /** No line end yet: the whole of it is one broken line anyway. */
  #asPlain(at: number, buffer: Buffer, isEnd: boolean, from: number): number | 'more' | 'broken' {
    this.#state = 'plain'
    this.read += at - from
    return this.go(buffer, at, isEnd)
  }
}
