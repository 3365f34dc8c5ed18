import { isUtf8 } from 'node:buffer'
import { cr, firstLine, lf, quote, Skip } from '#collect/imports/read/skip.ts'
import {
  chunks,
  maxRecordBytes,
  type Position,
  type RowTrouble,
  type SourceRow,
  startOfFile,
  textTrouble,
  tooLarge,
} from './rows.ts'

/** Bytes that may be read a second time because a quote was never closed, as a multiple of the file. */
const rereadFactor = 4

const notDoubled: RowTrouble = {
  code: 'row.quote',
  message: 'A quote inside a cell is not doubled. Write it as "" or remove it.',
}
const notClosed: RowTrouble = {
  code: 'row.quote_open',
  message: 'A quote is opened here and never closed. Close it, or write it as "".',
}

const tooManyQuotes: RowTrouble = {
  code: 'file.quotes',
  message:
    'Reading stopped here: too many quotes are never closed. Mend the quotes from this line on and import again.',
}

export interface CsvOptions {
  /** One character of ASCII; null: the file has one column and every line is a cell. */
  delimiter: string | null
  from?: Position
  /** How many cells a record must have; without it, every width is taken. */
  width?: number
}

/**
 * Reads a UTF-8 CSV file in batches of records, in bounded memory whatever the file holds.
 *
 * Works on bytes (delimiter, quote and line end are ASCII, never part of another letter), so every record knows
 * its byte offset and reading can go on from there. A record that cannot be read comes as a row with `trouble`
 * and the records behind it are still read: after a stray quote from the next line, after an endless
 * cell from behind it.
 */
export async function* readCsv(path: string, options: CsvOptions): AsyncGenerator<SourceRow[]> {
  let from = options.from ?? startOfFile
  let reread = 0
  for (;;) {
    const scanner = new CsvScanner(options, from)
    let seen = from.offset
    let isBroken = false
    for await (const chunk of chunks(path, from.offset)) {
      seen += chunk.length
      isBroken = !scanner.push(chunk)
      if (scanner.rows.length > 0) yield scanner.take()
      if (isBroken) break
    }
    if (!isBroken) isBroken = !scanner.end()
    if (scanner.rows.length > 0) yield scanner.take()
    if (!isBroken) return
    // A quote was opened and what follows is not CSV: only its first line is lost.
    reread += seen - scanner.position.offset
    from = scanner.position
    if (reread > rereadFactor * seen + 64 * maxRecordBytes) {
      yield [{ ...from, next: from, cells: [''], trouble: tooManyQuotes }]
      return
    }
  }
}

/** Records of a buffer that holds a whole small file or the start of one (the last, cut record is left out). */
export function scanCsv(bytes: Buffer, delimiter: string | null, isWhole: boolean): SourceRow[] {
  const scanner = new CsvScanner({ delimiter }, startOfFile)
  if (scanner.push(bytes) && isWhole) scanner.end()
  return scanner.take()
}

class CsvScanner {
  rows: SourceRow[] = []
  position: Position
  readonly #delimiter: number
  readonly #width: number | undefined
  #buffer: Buffer = Buffer.alloc(0)
  #skipping: Skip | undefined

  constructor(options: CsvOptions, from: Position) {
    this.#delimiter = options.delimiter === null ? -1 : options.delimiter.charCodeAt(0)
    this.#width = options.width
    this.position = from
  }

  take(): SourceRow[] {
    const rows = this.rows
    this.rows = []
    return rows
  }

  /** False: reading must begin again at `position`. */
  push(chunk: Buffer): boolean {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    if (this.position.offset === 0 && this.#buffer.length >= 3 && this.#buffer.subarray(0, 3).equals(bom)) {
      this.#buffer = this.#buffer.subarray(3)
      this.position = { ...this.position, offset: 3 }
    }
    return this.#run(false)
  }

  end(): boolean {
    return this.#run(true)
  }

  #run(isEnd: boolean): boolean {
    let at = 0
    if (this.#skipping) {
      const outcome = this.#skipping.go(this.#buffer, 0, isEnd)
      if (outcome === 'broken') return this.#giveUp()
      if (outcome === 'more') {
        this.#buffer = this.#buffer.subarray(this.#buffer.length)
        return true
      }
      at = outcome
      this.#emit(this.#skipping.read, this.#skipping.lines, [this.#skipping.sample], tooLarge)
      this.#skipping = undefined
    }
    for (;;) {
      if (at >= this.#buffer.length) break
      const end = this.#record(at, isEnd)
      if (end === -1) break
      at = end
    }
    this.#buffer = this.#buffer.subarray(at)
    if (this.#buffer.length > maxRecordBytes) {
      this.#skipping = new Skip(this.#delimiter, this.#buffer)
      return this.#run(isEnd)
    }
    // What is left at the end is an opened quote.
    if (isEnd && this.#buffer.length > 0) return this.#giveUp()
    return true
  }

  /** The line on which an endless quote began becomes an error row; the rest is read again from the next line. */
  #giveUp(): boolean {
    const line = this.#skipping ?? firstLine(this.#buffer, 0)
    const isLast = line.firstLineEnd === -1
    this.#emit(isLast ? this.#buffer.length : line.firstLineEnd, 1, [line.sample], notClosed)
    return isLast
  }

  #record(start: number, isEnd: boolean): number {
    const buffer = this.#buffer
    const length = buffer.length
    const delimiter = this.#delimiter
    const cells: string[] = []
    let hasQuotes = false
    let at = start
    for (;;) {
      if (buffer[at] === quote && delimiter !== -1) {
        hasQuotes = true
        let close = at + 1
        let hasDoubled = false
        for (;;) {
          close = buffer.indexOf(quote, close)
          if (close === -1) return -1
          if (close + 1 >= length && !isEnd) return -1
          if (buffer[close + 1] !== quote) break
          hasDoubled = true
          close += 2
        }
        const text = buffer.toString('utf8', at + 1, close)
        cells.push(hasDoubled ? text.replaceAll('""', '"') : text)
        at = close + 1
        if (at < length && buffer[at] !== delimiter && buffer[at] !== lf && buffer[at] !== cr) {
          const line = firstLine(buffer, start)
          if (line.firstLineEnd === -1 && !isEnd) return -1
          const end = line.firstLineEnd === -1 ? length : line.firstLineEnd
          this.#emit(end - start, 1, [line.sample], notDoubled)
          return end
        }
      } else {
        let end = at
        for (; end < length; end++) {
          const byte = buffer[end]
          if (byte === delimiter || byte === lf || byte === cr) break
        }
        if (end >= length && !isEnd) return -1
        cells.push(buffer.toString('utf8', at, end))
        at = end
      }
      if (at >= length) break
      if (buffer[at] === delimiter) {
        at++
        if (at >= length && !isEnd) return -1
        continue
      }
      if (buffer[at] === cr) {
        if (at + 1 >= length && !isEnd) return -1
        at += buffer[at + 1] === lf ? 2 : 1
      } else {
        at++
      }
      break
    }
    const bytes = buffer.subarray(start, at)
    const lines = hasQuotes ? countLines(bytes) : 1
    if (cells.length === 1 && cells[0] === '' && !hasQuotes) {
      this.position = {
        offset: this.position.offset + bytes.length,
        line: this.position.line + 1,
        row: this.position.row,
      }
      return at
    }
    if (bytes.length > maxRecordBytes)
      this.#emit(bytes.length, lines, [bytes.toString('utf8', 0, 200)], tooLarge)
    else
      this.#emit(bytes.length, lines, cells, textTrouble(cells, isUtf8(bytes)) ?? this.#raggedTrouble(cells))
    return at
  }

  #raggedTrouble(cells: string[]): RowTrouble | undefined {
    const width = this.#width
    if (width === undefined || cells.length === width) return undefined
    while (cells.length > width && cells.at(-1) === '') cells.pop()
    if (cells.length === width) return undefined
    const found = `The row has ${cells.length} cells and the header ${width}.`
    return cells.length > width
      ? { code: 'row.too_many_cells', message: `${found} Put quotes around text that holds the delimiter.` }
      : { code: 'row.too_few_cells', message: `${found} Add the missing cells, empty if need be.` }
  }

  #emit(bytes: number, lines: number, cells: string[], trouble: RowTrouble | undefined) {
    const { offset, line, row } = this.position
    const next = { offset: offset + bytes, line: line + lines, row: row + 1 }
    this.rows.push(trouble ? { row, line, offset, next, cells, trouble } : { row, line, offset, next, cells })
    this.position = next
  }
}

const bom = Buffer.from([0xef, 0xbb, 0xbf])

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === lf || (bytes[at] === cr && bytes[at + 1] !== lf)) lines++
  }
  return Math.max(1, lines)
}
