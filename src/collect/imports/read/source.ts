import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#platform/errors.ts'
import { readCsv, scanCsv } from './csv.ts'
import { copyAsUtf8, decodeSample, type Encoding, type EncodingGuess, EncodingProbe } from './encoding.ts'
import { maxColumns, readJsonl, readTable } from './lines.ts'
import { chunks, head, type Position, type SourceRow, startOfFile } from './rows.ts'
import {
  distinctNames,
  type FileKind,
  hasHeader,
  isWorkbook,
  refuseBinary,
  sniffDelimiter,
  textKind,
} from './sniff.ts'
import { unpackWorkbook } from './xlsx.ts'

/** The uploaded file as it came, in the folder of its run. */
export const uploadName = 'upload'
/** What rows are read from: UTF-8 text, or the table unpacked from a workbook. */
const dataName = 'data'

/** How a file is read, found out once and kept with the run, so that a resumed run reads the very same way. */
export interface Source {
  kind: FileKind
  /** The file in the run's folder that holds the rows. */
  file: string
  encoding: Encoding
  /** Null: one column. Undefined for files without delimiters. */
  delimiter?: string | null | undefined
  hasHeader: boolean
  sheet?: string | undefined
  columns: string[]
  /** Where the first data row begins. */
  start: Position
  /** Bytes of `file`: progress is the offset reached. */
  bytes: number
}

/** What a person may say about a file when the guess is wrong. */
export interface SourceChoice {
  encoding?: Encoding | undefined
  delimiter?: string | null | undefined
  hasHeader?: boolean | undefined
  sheet?: string | undefined
}

export interface Examined {
  source: Source
  /** Data rows; exact when the file was small enough to count. */
  rows: number
  isExact: boolean
  notes: string[]
  /** Set when a person has to say which encoding it is. */
  question?: { guess: EncodingGuess; samples: { encoding: Encoding; text: string }[] } | undefined
  sheets?: string[] | undefined
  /** The first rows that could be read, for the proposal. */
  sample: string[][]
}

const headBytes = 512 * 1024
const sampledRows = 2000
/** A file up to this size is counted (and all keys of its JSON are learnt) before anything else. */
const countedBytes = 64 * 1024 * 1024

/** Looks at an uploaded file in `folder`: kind, encoding, delimiter, header, columns, number of rows. */
export async function examineFile(
  folder: string,
  name: string,
  choice: SourceChoice = {},
): Promise<Examined> {
  const upload = join(folder, uploadName)
  const first = await head(upload, headBytes)
  return isWorkbook(first)
    ? examineWorkbook(folder, choice, [])
    : examineText(folder, name, first, choice, [])
}

async function examineWorkbook(folder: string, choice: SourceChoice, notes: string[]): Promise<Examined> {
  const data = join(folder, dataName)
  const workbook = await unpackWorkbook(join(folder, uploadName), `${data}.part`, choice.sheet)
  await rename(`${data}.part`, data)
  if (workbook.sheets.length > 1)
    notes.push(`The workbook has ${workbook.sheets.length} sheets; “${workbook.sheet}” is read.`)
  const firstRows: SourceRow[] = []
  for await (const batch of readTable(data, 0)) {
    firstRows.push(...batch)
    if (firstRows.length >= 500) break
  }
  const width = Math.min(maxColumns, Math.max(0, ...firstRows.map((row) => row.cells.length)))
  if (width === 0) throw empty()
  const cells = firstRows.map((row) => [
    ...row.cells,
    ...Array<string>(Math.max(0, width - row.cells.length)).fill(''),
  ])
  const withHeader = choice.hasHeader ?? hasHeader(cells)
  const names = columnNames(cells[0]!, withHeader, notes)
  const source: Source = {
    kind: 'xlsx',
    file: dataName,
    encoding: 'utf-8',
    hasHeader: withHeader,
    sheet: workbook.sheet,
    columns: names,
    start: withHeader ? { ...firstRows[0]!.next, row: 1 } : startOfFile,
    bytes: (await stat(data)).size,
  }
  return { ...(await count(folder, source)), source, notes, sheets: workbook.sheets }
}

async function examineText(
  folder: string,
  name: string,
  uploadHead: Buffer,
  choice: SourceChoice,
  notes: string[],
): Promise<Examined> {
  const upload = join(folder, uploadName)
  const probe = new EncodingProbe()
  for await (const chunk of chunks(upload, 0)) probe.add(chunk)
  const guess = probe.guess()
  const encoding = choice.encoding ?? guess.encoding
  if (!encoding.startsWith('utf-16')) refuseBinary(uploadHead)
  let question: Examined['question']
  if (choice.encoding === undefined && !guess.isCertain) {
    const around = await oddPart(upload)
    const all = [guess.encoding, ...guess.others].map((e) => ({
      encoding: e,
      text: clean(decodeSample(around, e)),
    }))
    // A reading that leaves letters without meaning is none.
    const whole = all.filter(({ text }) => !/\ufffd|\p{Co}/u.test(text))
    question = { guess, samples: whole.length > 1 ? whole : all }
  }
  if (encoding !== 'utf-8') {
    notes.push(`The file is read as ${encoding}: ${choice.encoding ? 'as chosen' : guess.reason}.`)
    await copyAsUtf8(upload, encoding, join(folder, `${dataName}.part`))
    await rename(join(folder, `${dataName}.part`), join(folder, dataName))
  }
  const file = encoding === 'utf-8' ? uploadName : dataName
  const path = join(folder, file)
  const first = encoding === 'utf-8' ? uploadHead : await head(path, headBytes)
  if (/Ã[\u0080-\u00bf¤¶¼Ÿ©]|â€[™œ“¦]/.test(first.toString('utf8', 0, 100_000))) {
    notes.push(
      'Some letters look as if they had been read in a wrong encoding before the file was made (“Ã¼” for “ü”).',
    )
  }
  const bytes = (await stat(path)).size
  const isWhole = bytes <= headBytes
  const kind = textKind(first, name)
  if (kind === 'jsonl') {
    const source: Source = { kind, file, encoding, hasHeader: true, columns: [], start: startOfFile, bytes }
    return { ...(await count(folder, source)), source, notes, question }
  }
  const sniffed = sniffDelimiter(first, isWhole)
  const delimiter = choice.delimiter !== undefined ? choice.delimiter : sniffed.delimiter
  const skipped = sniffed.skipLines === 1 ? first.indexOf(0x0a) + 1 : 0
  const rows = scanCsv(first.subarray(skipped), delimiter, isWhole)
  const readable = rows.filter((row) => !row.trouble)
  if (!readable[0]) throw empty()
  if (readable[0].cells.length > maxColumns) {
    throw new AppError(
      'invalid',
      'import.too_many_columns',
      `The file has more than ${maxColumns} columns. Leave out those that are not needed.`,
    )
  }
  const withHeader = choice.hasHeader ?? hasHeader(readable.slice(0, 200).map((row) => row.cells))
  const begin = { offset: skipped, line: 1 + sniffed.skipLines, row: 1 }
  const headerRow = withHeader ? readable[0] : undefined
  const source: Source = {
    kind: 'csv',
    file,
    encoding,
    delimiter,
    hasHeader: withHeader,
    columns: columnNames(trimEnd(readable[0].cells, withHeader), withHeader, notes),
    start: headerRow
      ? { offset: headerRow.next.offset + skipped, line: headerRow.next.line + sniffed.skipLines, row: 1 }
      : begin,
    bytes,
  }
  if (!withHeader)
    notes.push('The first row looks like data, so the columns are called “column 1”, “column 2” and so on.')
  return { ...(await count(folder, source)), source, notes, question }
}

/** Trailing empty names are a delimiter too many at the end of each line. */
function trimEnd(cells: string[], withHeader: boolean): string[] {
  const kept = [...cells]
  while (withHeader && kept.length > 1 && kept.at(-1)?.trim() === '') kept.pop()
  return kept
}

function columnNames(firstRow: string[], withHeader: boolean, notes: string[]): string[] {
  if (!withHeader) return firstRow.map((_, i) => `column ${i + 1}`)
  const { names, notes: changes } = distinctNames(firstRow)
  notes.push(...changes)
  return names
}

function empty(): AppError {
  return new AppError('invalid', 'import.empty', 'The file holds no rows. Check that it is the right file.')
}

/** The rows of a source from a position on, the header left out. */
export function readRows(
  folder: string,
  source: Source,
  from: Position = source.start,
): AsyncGenerator<SourceRow[]> {
  const path = join(folder, source.file)
  if (source.kind === 'jsonl') return readJsonl(path, [...source.columns], from)
  if (source.kind === 'xlsx') return readTable(path, source.columns.length, from)
  return readCsv(path, { delimiter: source.delimiter ?? null, from, width: source.columns.length })
}

/** Samples the first rows and counts all of them, or estimates from the bytes when the file is large. */
async function count(
  folder: string,
  source: Source,
): Promise<{ rows: number; isExact: boolean; sample: string[][] }> {
  const sample: string[][] = []
  const isSmall = source.bytes <= countedBytes
  let rows = 0
  let reached = source.start.offset
  let isCut = false
  const path = join(folder, source.file)
  const reader = source.kind === 'jsonl' ? readJsonl(path, source.columns) : readRows(folder, source)
  for await (const batch of reader) {
    rows += batch.length
    reached = batch.at(-1)!.next.offset
    for (const row of batch) if (sample.length < sampledRows && !row.trouble) sample.push(row.cells)
    if (!isSmall && rows >= 10_000) {
      isCut = true
      break
    }
  }
  if (source.columns.length === 0) throw empty()
  for (const cells of sample) while (cells.length < source.columns.length) cells.push('')
  if (!isCut) return { rows, isExact: true, sample }
  return {
    rows: Math.round((rows * (source.bytes - source.start.offset)) / (reached - source.start.offset)),
    isExact: false,
    sample,
  }
}

/** A piece of the file around the first bytes that are not ASCII, to show how each encoding reads it. */
async function oddPart(path: string): Promise<Buffer> {
  let offset = 0
  for await (const chunk of chunks(path, 0)) {
    const at = chunk.findIndex((byte) => byte >= 0x80)
    if (at === -1) {
      offset += chunk.length
      continue
    }
    const file = await open(path, 'r')
    try {
      const buffer = Buffer.alloc(160)
      const { bytesRead } = await file.read(buffer, 0, 160, Math.max(0, offset + at - 40))
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
  return head(path, 160)
}

function clean(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
