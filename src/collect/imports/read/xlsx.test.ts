import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '#platform/testing/folder.ts'
import { readTable } from './lines.ts'
import { workbookBytes } from './workbook-sample.ts'
import { unpackWorkbook } from './xlsx.ts'
import { isDateFormat, serialText } from './xlsx-dates.ts'

const folder = testFolder()
let files = 0

async function unpack(parts: Parameters<typeof workbookBytes>[0], sheet?: string) {
  const path = join(folder, `${++files}.xlsx`)
  writeFileSync(path, workbookBytes(parts))
  const workbook = await unpackWorkbook(path, `${path}.rows`, sheet)
  return { ...workbook, text: readFileSync(`${path}.rows`, 'utf8'), path: `${path}.rows` }
}

describe('an .xlsx workbook', () => {
  test('is unpacked row by row: shared, inline and rich text, numbers, booleans, dates, gaps', async () => {
    const { text, sheet } = await unpack({
      shared: [
        '<t>text</t>',
        '<r><t>Rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>no</t></rPh>',
        '<t xml:space="preserve">a_x000D_&amp;b</t>',
      ],
      rows:
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>when</t></is></c></row>' +
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>0.30000000000000004</v></c><c r="C3" s="1"><v>42059.5</v></c><c t="b"><v>1</v></c></row>' +
        '<row><c t="s"><v>2</v></c><c s="1"><v>42059</v></c><c t="str"><f>A1</f><v>out</v></c></row>',
    })
    expect(sheet).toBe('Data')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      ['text', '', 'when'],
      [],
      ['Rich text', '0.3', '2015-02-24T12:00:00', 'true'],
      ['a\r&b', '2015-02-24', 'out'],
    ])
  })

  test('keeps the row number of the sheet as the line number', async () => {
    const { path } = await unpack({
      rows: '<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="B7"><v>2</v></c></row>',
    })
    const rows = []
    for await (const batch of readTable(path, 2)) rows.push(...batch)
    expect(rows.map((row) => [row.line, row.cells])).toEqual([
      [1, ['1', '']],
      [7, ['', '2']],
    ])
  })

  test('pages shared strings from a file, also one longer than a page', async () => {
    const shared = Array.from(
      { length: 20_000 },
      (_, i) => `<t>string ${i} ${'ü'.repeat(i === 9_999 ? 100_000 : 20)}</t>`,
    )
    const order = shared.map((_, i) => (i * 7919) % shared.length)
    const rows = order.map((index, i) => `<row r="${i + 1}"><c t="s"><v>${index}</v></c></row>`).join('')
    const { text } = await unpack({ shared, rows })
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(20_000)
    lines.forEach((line, i) => {
      expect(`<t>${(JSON.parse(line) as string[])[0]}</t>`).toBe(shared[order[i]!])
    })
  })

  test('names its sheets when the one asked for is missing', async () => {
    const rows = '<row><c><v>1</v></c></row>'
    await expect(unpack({ rows }, 'Other')).rejects.toThrow('The workbook has no such sheet. It has “Data”.')
  })

  test('is refused when it is broken, or brings a document type', async () => {
    const path = join(folder, 'broken.xlsx')
    writeFileSync(path, workbookBytes({ rows: '<row><c><v>1</v></c></row>' }).subarray(0, 200))
    await expect(unpackWorkbook(path, `${path}.rows`)).rejects.toMatchObject({
      code: 'import.workbook_broken',
      kind: 'invalid',
    })
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    await expect(unpack({ rows: '<row><c><v>1</v></c></row>', before: bomb })).rejects.toMatchObject({
      code: 'import.workbook_broken',
    })
    await expect(unpack({ rows: '<row><c><v>1</v></c>' })).rejects.toMatchObject({
      code: 'import.workbook_broken',
    })
  })

  test('shows numbers as dates where the format says so', () => {
    expect(isDateFormat(14, undefined)).toBe(true)
    expect(isDateFormat(2, undefined)).toBe(false)
    expect(isDateFormat(164, 'dd/mm/yyyy;@')).toBe(true)
    expect(isDateFormat(165, '[Red]#,##0.00" days"')).toBe(false)
    expect(isDateFormat(166, '[h]:mm')).toBe(true)
    expect(serialText(1, false)).toBe('1900-01-01')
    expect(serialText(61, false)).toBe('1900-03-01')
    expect(serialText(40597, true)).toBe('2015-02-24')
    expect(serialText(0.5, false)).toBe('12:00:00')
  })
})
