import { isUtf8 } from 'node:buffer'
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

const lf = 0x0a
const bom = Buffer.from([0xef, 0xbb, 0xbf])

type Parsed = { cells: string[] } | { trouble: RowTrouble } | 'blank'

/** Reads a file in which every line is one record; `parse` says what the line holds. Bounded memory. */
async function* readLines(
  path: string,
  from: Position,
  parse: (line: string) => Parsed,
): AsyncGenerator<SourceRow[]> {
  let position = from
  let rest: Buffer = Buffer.alloc(0)
  /** Bytes of an overlong line that were let go already. */
  let dropped = 0
  let isStart = from.offset === 0

  const take = (bytes: Buffer, length: number): SourceRow | undefined => {
    const { offset, line, row } = position
    const text = bytes.toString('utf8')
    const isLong = dropped > 0 || bytes.length > maxRecordBytes
    const parsed: Parsed = isLong
      ? { trouble: tooLarge }
      : isUtf8(bytes)
        ? parse(text)
        : { trouble: textTrouble([], false)! }
    const isRow = parsed !== 'blank'
    position = { offset: offset + dropped + length, line: line + 1, row: isRow ? row + 1 : row }
    dropped = 0
    if (!isRow) return undefined
    const place = { row, line, offset, next: position }
    if ('trouble' in parsed) return { ...place, cells: [text.slice(0, 2000)], trouble: parsed.trouble }
    const trouble = textTrouble(parsed.cells, true)
    return trouble ? { ...place, cells: [text.slice(0, 2000)], trouble } : { ...place, cells: parsed.cells }
  }

  for await (const chunk of chunks(path, from.offset)) {
    let buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (isStart && buffer.length >= 3) {
      isStart = false
      if (buffer.subarray(0, 3).equals(bom)) {
        buffer = buffer.subarray(3)
        position = { ...position, offset: 3 }
      }
    }
    const rows: SourceRow[] = []
    let at = 0
    for (;;) {
      const end = buffer.indexOf(lf, at)
      if (end === -1) break
      const row = take(buffer.subarray(at, end), end + 1 - at)
      if (row) rows.push(row)
      at = end + 1
    }
    rest = buffer.subarray(at)
    if (rest.length > maxRecordBytes) {
      dropped += rest.length
      rest = Buffer.alloc(0)
    }
    if (rows.length > 0) yield rows
  }
  if (rest.length + dropped > 0) {
    const row = take(rest, rest.length)
    if (row) yield [row]
  }
}

const notJson: RowTrouble = {
  code: 'row.json',
  message: 'The line is not a JSON object. Write one object on each line, like {"text": "…"}.',
}

/**
 * Reads JSON Lines in batches. Cells stand in the order of `columns`; columns seen for the first time are added to
 * that array, so a first pass over the file learns them all. Objects inside become dotted columns, lists stay JSON.
 */
export function readJsonl(
  path: string,
  columns: string[],
  from: Position = startOfFile,
): AsyncGenerator<SourceRow[]> {
  const places = new Map(columns.map((name, index) => [name, index]))
  return readLines(path, from, (line) => {
    const text = line.trim()
    if (text === '') return 'blank'
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return { trouble: notJson }
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { trouble: notJson }
    const cells: string[] = []
    flatten(value as Record<string, unknown>, '', 0, (name, cell) => {
      let place = places.get(name)
      if (place === undefined) {
        if (columns.length >= maxColumns) return
        place = columns.push(name) - 1
        places.set(name, place)
      }
      cells[place] = cell
    })
    for (let i = 0; i < columns.length; i++) cells[i] ??= ''
    // JSON can spell half a letter (\ud83d alone), which no text can hold.
    if (text.includes('\\u') && cells.some((cell) => /\p{Surrogate}/u.test(cell)))
      return { trouble: textTrouble([], false)! }
    return { cells }
  })
}

/** More columns than this are not looked at. */
export const maxColumns = 500

function flatten(
  value: Record<string, unknown>,
  prefix: string,
  depth: number,
  write: (name: string, cell: string) => void,
) {
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix + key
    if (inner === null || inner === undefined) write(name, '')
    else if (typeof inner === 'string') write(name, inner)
    else if (typeof inner !== 'object') write(name, String(inner))
    else if (Array.isArray(inner) || depth >= 3) write(name, JSON.stringify(inner))
    else flatten(inner as Record<string, unknown>, `${name}.`, depth + 1, write)
  }
}

/** Reads the copy that a workbook is unpacked into: one JSON array of texts a line, an empty array for an empty row. */
export function readTable(
  path: string,
  width: number,
  from: Position = startOfFile,
): AsyncGenerator<SourceRow[]> {
  return readLines(path, from, (line) => {
    const cells = JSON.parse(line) as string[]
    if (cells.length === 0) return 'blank'
    while (cells.length < width) cells.push('')
    return { cells }
  })
}
