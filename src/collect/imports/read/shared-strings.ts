import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

const pageBytes = 64 * 1024
const cachedPages = 128
const writeBytes = 1024 * 1024

/**
 * The strings of a workbook, which cells name by number. Excel writes each text once and in one table before the
 * sheets; with a million comments that table is larger than the memory we allow, so it lives in a file, with the
 * offsets (8 bytes a string) and 8 MB of pages in memory.
 */
export class SharedStrings {
  #offsets = new Float64Array(1024)
  #count = 0
  #bytes = 0
  #pending: Buffer[] = []
  #pendingBytes = 0
  #pages = new Map<number, Buffer>()
  readonly #path: string
  readonly #file: number

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'w+')
  }

  get size(): number {
    return this.#count
  }

  add(text: string) {
    const bytes = Buffer.from(text)
    if (this.#count + 1 >= this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2)
      larger.set(this.#offsets)
      this.#offsets = larger
    }
    this.#bytes += bytes.length
    this.#offsets[++this.#count] = this.#bytes
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes >= writeBytes) this.flush()
  }

  /** Must be called after the last `add`, before the first `get`. */
  flush() {
    if (this.#pendingBytes > 0) writeSync(this.#file, Buffer.concat(this.#pending))
    this.#pending = []
    this.#pendingBytes = 0
  }

  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    const from = this.#offsets[index]!
    const to = this.#offsets[index + 1]!
    const first = Math.floor(from / pageBytes)
    const page = this.#page(first)
    const at = from - first * pageBytes
    if (to <= (first + 1) * pageBytes) return page.toString('utf8', at, at + to - from)
    const parts = [page.subarray(at)]
    for (let number = first + 1; number * pageBytes < to; number++) {
      parts.push(this.#page(number).subarray(0, Math.min(pageBytes, to - number * pageBytes)))
    }
    return Buffer.concat(parts).toString('utf8')
  }

  #page(number: number): Buffer {
    const known = this.#pages.get(number)
    if (known) return known
    const page = Buffer.allocUnsafe(pageBytes)
    const length = readSync(this.#file, page, 0, pageBytes, number * pageBytes)
    const read = page.subarray(0, length)
    if (this.#pages.size >= cachedPages) this.#pages.delete(this.#pages.keys().next().value!)
    this.#pages.set(number, read)
    return read
  }

  close() {
    closeSync(this.#file)
    rmSync(this.#path, { force: true })
  }
}
