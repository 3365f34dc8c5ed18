import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import sax from 'sax'
import yauzl from 'yauzl'
import {
  type Handler,
  type SheetContext,
  sheetHandler,
  stringsHandler,
} from '#collect/imports/read/sheet-cells.ts'
import { AppError } from '#platform/errors.ts'
import { SharedStrings } from './shared-strings.ts'
import { isDateFormat } from './xlsx-dates.ts'

const maxRows = 1_048_576
const maxUnpackedBytes = 4 * 1024 ** 3

export interface Workbook {
  sheet: string
  sheets: string[]
}

/**
 * Unpacks one sheet of an .xlsx file into a table copy: one JSON array of texts a line, line n is row n.
 * Streams: the sheet is never in memory, shared strings are paged from a file, dates become ISO text.
 * Without `sheet` the first visible one is taken. Fails with an `AppError` that says what is wrong with the file.
 */
export async function unpackWorkbook(path: string, target: string, sheet?: string): Promise<Workbook> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch(broken)
  const entries = new Map<string, yauzl.Entry>()
  let strings: SharedStrings | undefined
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/^\//, ''), entry)
    const read = (name: string, handler: Handler) => readXml(zip, entries.get(name), handler)

    const book = await readBook(read)
    const chosen =
      sheet === undefined
        ? (book.sheets.find((s) => !s.isHidden) ?? book.sheets[0])
        : book.sheets.find((s) => s.name === sheet)
    if (!chosen) {
      const names = book.sheets.map((s) => `“${s.name}”`).join(', ')
      throw new AppError(
        'invalid',
        'import.sheet_not_found',
        `The workbook has no such sheet. It has ${names || 'none'}.`,
      )
    }
    const dateStyles = await readDateStyles(read)
    strings = new SharedStrings(`${target}.strings`)
    await read('xl/sharedStrings.xml', stringsHandler(strings))
    strings.flush()
    await writeTable(zip, entries.get(chosen.part), target, { strings, dateStyles, is1904: book.is1904 })
    return { sheet: chosen.name, sheets: book.sheets.map((s) => s.name) }
  } catch (error) {
    if (error instanceof AppError) throw error
    return broken(error)
  } finally {
    strings?.close()
    zip.close()
  }
}

function broken(error: unknown): never {
  const reason = error instanceof Error ? error.message.split('\n')[0] : ''
  throw new AppError(
    'invalid',
    'import.workbook_broken',
    `The workbook cannot be read (${reason}). Open it in a spreadsheet program, save it again as .xlsx and upload that.`,
  )
}
type Read = (name: string, handler: Handler) => Promise<void>

/** Feeds one part of the archive through the XML reader, waiting whenever `drain` says so. */
async function readXml(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry | undefined,
  handler: Handler,
  drain?: () => Promise<unknown> | undefined,
): Promise<void> {
  if (!entry) return
  if (entry.uncompressedSize > maxUnpackedBytes) {
    throw new AppError(
      'too_large',
      'import.workbook_too_large',
      'A sheet unpacks to more than 4 GB. Save it as CSV and upload that.',
    )
  }
  const parser = sax.parser(true, { position: false })
  let trouble: Error | undefined
  parser.onerror = (error) => {
    trouble ??= error
  }
  parser.ondoctype = () => {
    trouble ??= new Error('it holds a document type, which no spreadsheet program writes')
  }
  parser.onopentag = (tag) => handler.open?.(local(tag.name), tag.attributes as Record<string, string>)
  parser.ontext = (text) => handler.text?.(text)
  parser.oncdata = (text) => handler.text?.(text)
  parser.onclosetag = (name) => handler.close?.(local(name))
  const stream = await zip.openReadStreamPromise(entry)
  stream.setEncoding('utf8')
  for await (const chunk of stream) {
    parser.write(chunk as string)
    if (trouble) throw trouble
    await drain?.()
  }
  parser.close()
  if (trouble) throw trouble
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

async function readBook(read: Read) {
  const sheets: { name: string; part: string; relation: string; isHidden: boolean }[] = []
  let is1904 = false
  await read('xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const isHidden = attributes.state !== undefined && attributes.state !== 'visible'
      sheets.push({ name: attributes.name ?? '', part: '', relation, isHidden })
    },
  })
  if (sheets.length === 0) throw new Error('it holds no sheet')
  await read('xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attributes.Target ?? ''
      for (const sheet of sheets) {
        if (sheet.relation === attributes.Id)
          sheet.part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      }
    },
  })
  return { sheets, is1904 }
}

/** For each cell style: does it show its number as a date? */
async function readDateStyles(read: Read): Promise<boolean[]> {
  const custom = new Map<number, string>()
  const styles: boolean[] = []
  let isInCells = false
  await read('xl/styles.xml', {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') isInCells = true
      if (name === 'xf' && isInCells) {
        const format = Number(attributes.numFmtId ?? 0)
        styles.push(isDateFormat(format, custom.get(format)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return styles
}

async function writeTable(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry | undefined,
  target: string,
  sheet: SheetContext,
) {
  if (!entry) throw new Error('a sheet named by the workbook is missing')
  const output = createWriteStream(target)
  let failed: Error | undefined
  output.on('error', (error) => {
    failed = error
  })
  let buffered = ''
  let row = 0
  const drain = async () => {
    if (failed) throw failed
    if (buffered === '') return
    const text = buffered
    buffered = ''
    if (!output.write(text)) await once(output, 'drain')
  }
  const handler = sheetHandler(sheet, (number, cells) => {
    if (number > maxRows) throw new Error(`it has a row ${number}, beyond the last row of a sheet`)
    for (row++; row < number; row++) buffered += '[]\n'
    buffered += `${JSON.stringify(cells)}\n`
  })
  try {
    await readXml(zip, entry, handler, drain)
    await drain()
  } finally {
    output.end()
  }
  await once(output, 'close')
  if (failed) throw failed
}
