import { maxColumns } from './lines.ts'
import { maxRecordBytes } from './rows.ts'
import type { SharedStrings } from './shared-strings.ts'
import { serialText } from './xlsx-dates.ts'

/** What hears the parts of an XML document. */
export interface Handler {
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** Collects the text of one cell or string, no more than a row may hold. */
class Text {
  value = ''
  add(text: string) {
    if (this.value.length <= maxRecordBytes) this.value += text
  }
  take(): string {
    const value = this.value
    this.value = ''
    return value.includes('_x')
      ? value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      : value
  }
}

/** Collects the shared strings of a workbook, without the reading aids of Japanese. */
export function stringsHandler(strings: SharedStrings): Handler {
  const text = new Text()
  let isText = false
  let isReading = false
  return {
    open(name) {
      if (name === 'rPh') isReading = true
      if (name === 't') isText = !isReading
    },
    text(piece) {
      if (isText) text.add(piece)
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') strings.add(text.take())
    },
  }
}

/** What the cells of a sheet refer to. */
export interface SheetContext {
  strings: SharedStrings
  dateStyles: boolean[]
  is1904: boolean
}

/** Hands out the rows of a sheet as texts, empty cells filled in. */
export function sheetHandler(sheet: SheetContext, write: (row: number, cells: string[]) => void): Handler {
  const text = new Text()
  let isText = false
  let row = 0
  let column = -1
  let type = ''
  let style = 0
  let cells: string[] = []
  return {
    open(name, attributes) {
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Math.max(row + 1, Number(attributes.r) || 0)
        column = -1
        cells = []
      } else if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? 0)
        text.take()
      } else if (name === 'v' || name === 't') {
        isText = true
      } else if (name === 'rPh') {
        isText = false
      }
    },
    text(piece) {
      if (isText) text.add(piece)
    },
    close(name) {
      if (name === 'v' || name === 't') isText = false
      if (name === 'c' && column < maxColumns) {
        const value = cellText(text.take(), type, style, sheet)
        if (value === '') return
        while (cells.length < column) cells.push('')
        cells[column] = value
      }
      if (name === 'row' && cells.length > 0) write(row, cells)
    },
  }
}

function cellText(raw: string, type: string, style: number, sheet: SheetContext): string {
  if (type === 's') return sheet.strings.get(Number(raw)) ?? ''
  if (type === 'b') return raw === '1' ? 'true' : 'false'
  if (type === 'n' && raw !== '') {
    const number = Number(raw)
    if (sheet.dateStyles[style] && Number.isFinite(number)) return serialText(number, sheet.is1904)
    // Excel writes 0.1 + 0.2 with all digits; people see 15.
    return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : raw
  }
  return raw
}

/** B12 → 1. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  return column - 1
}
