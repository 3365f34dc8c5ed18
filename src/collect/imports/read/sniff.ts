import { AppError } from '#platform/errors.ts'
import { scanCsv } from './csv.ts'

export type FileKind = 'csv' | 'jsonl' | 'xlsx'

const formats = 'Hearback imports .csv, .jsonl and .xlsx files.'

function refuse(what: string): never {
  throw new AppError('invalid', 'import.wrong_format', `The file is ${what} ${formats}`)
}

/** Whether the raw bytes are a workbook; refuses what is surely no table of text, whatever its name says. */
export function isWorkbook(first: Buffer): boolean {
  if (first.length === 0) refuse('empty.')
  const magic = first.subarray(0, 4).toString('latin1')
  if (magic === 'PK\x03\x04') return true
  if (magic === '\xd0\xcf\x11\xe0') {
    refuse('an old .xls workbook or protected by a password. Save it as .xlsx without a password.')
  }
  if (magic.startsWith('\x1f\x8b')) refuse('compressed. Unpack it first.')
  if (magic === '%PDF') refuse('a PDF.')
  return false
}

/** What kind of text this is, by how it begins (a name can lie). */
export function textKind(first: Buffer, name: string): 'csv' | 'jsonl' {
  const start = first
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start === '') refuse('empty.')
  if (/^<(!doctype|html|\?xml)/i.test(start)) refuse('a web page or XML. Download the data itself.')
  if (start.startsWith('{')) return 'jsonl'
  if (/\.jsonl?$|\.ndjson$/i.test(name)) {
    if (start.startsWith('[')) refuse('one JSON list. Write one object on each line instead (JSON Lines).')
    return 'jsonl'
  }
  return 'csv'
}

/** Control characters that no text holds (NUL, tab, line ends and ESC aside). */
const isControl = (byte: number) => byte > 0 && byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b

/** Refuses a picture, a program or other bytes that are no text; UTF-16 has been told apart before. */
export function refuseBinary(first: Buffer): void {
  let found = 0
  for (const byte of first) if (isControl(byte)) found++
  if (found > 8 && found > first.length * 0.005) refuse('no text: it is full of control characters.')
}

const candidates = [',', ';', '\t', '|'] as const

/**
 * The delimiter of CSV text, by which one splits most records into the same number of cells; null when none does,
 * so that the file has one column. A first line `sep=;` (Excel) decides.
 */
export function sniffDelimiter(
  bytes: Buffer,
  isWhole: boolean,
): { delimiter: string | null; skipLines: number } {
  const named = /^(?:\ufeff)?sep=(.)\r?\n/.exec(bytes.toString('utf8', 0, 16))?.[1]
  if (named) return { delimiter: named, skipLines: 1 }
  let best: { delimiter: string | null; score: number } = { delimiter: null, score: 0 }
  for (const delimiter of candidates) {
    const rows = scanCsv(bytes, delimiter, isWhole).slice(0, 500)
    const first = rows[0]
    if (!first || first.cells.length < 2) continue
    const width = first.cells.length
    const even = rows.filter((row) => !row.trouble && row.cells.length === width).length / rows.length
    // A sentence has commas too: a delimiter must hold for nearly all rows, or its first row name columns.
    const isLikely = even >= (areNames(first.cells) ? 0.25 : 0.6)
    // More cells count a little more.
    const score = isLikely ? even + Math.min(width, 20) / 100 : 0
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, skipLines: 0 }
}

/** At least three words for columns, without the space that follows a comma in a sentence. */
function areNames(cells: readonly string[]): boolean {
  return (
    cells.length >= 3 &&
    new Set(cells).size === cells.length &&
    cells.every((cell) => /^[\p{L}_][\p{L}\p{N}_. -]{0,40}$/u.test(cell) && cell.split(' ').length <= 3)
  )
}

const number = /^[-+]?\d+([.,]\d+)*$/
const dated = /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/

/** Does the first record name the columns? Names are short, distinct, filled and look like no value. */
export function hasHeader(rows: readonly string[][]): boolean {
  const [first, ...rest] = rows
  if (!first) return false
  const filled = first.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (filled.length < first.length * 0.5) return false
  if (
    filled.some(
      (cell) => number.test(cell) || dated.test(cell) || cell.includes('@') || /^https?:/i.test(cell),
    )
  )
    return false
  if (filled.some((cell) => cell.length > 80 || cell.split(/\s+/).length > 8 || /[.!?]$/.test(cell)))
    return false
  if (rest.length === 0) return true
  // A name that comes again as a value of its column is a value.
  const repeats = first.filter(
    (cell, i) => cell !== '' && rest.filter((row) => row[i] === cell).length > rest.length * 0.02 + 1,
  )
  return repeats.length === 0
}

/** Column names made distinct and filled, with a note for each that had to be changed. */
export function distinctNames(header: readonly string[]): { names: string[]; notes: string[] } {
  const notes: string[] = []
  const taken = new Set(header.map((name) => name.trim()))
  const seen = new Set<string>()
  const names = header.map((raw, i) => {
    const base = raw.trim().slice(0, 200) || `column ${i + 1}`
    if (!seen.has(base)) {
      seen.add(base)
      if (raw.trim() === '') notes.push(`Column ${i + 1} has no name and is called “${base}”.`)
      return base
    }
    let copy = 2
    while (seen.has(`${base} (${copy})`) || taken.has(`${base} (${copy})`)) copy++
    const name = `${base} (${copy})`
    seen.add(name)
    notes.push(`Two columns are called “${base}”; the one at place ${i + 1} is called “${name}”.`)
    return name
  })
  return { names, notes }
}
