import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testFolder } from '#platform/testing/folder.ts'
import { type CsvOptions, readCsv } from './csv.ts'
import type { SourceRow } from './rows.ts'

const folder = testFolder()
let files = 0

function write(content: string | Buffer): string {
  const path = join(folder, `${++files}.csv`)
  writeFileSync(path, content)
  return path
}

async function read(content: string | Buffer, options: Partial<CsvOptions> = {}): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of readCsv(write(content), { delimiter: ',', ...options })) rows.push(...batch)
  return rows
}

const cells = (rows: SourceRow[]) => rows.map((row) => row.trouble?.code ?? row.cells)

describe('a CSV file', () => {
  test('is read like the reference parser reads it, whatever text its cells hold', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '日', ' ', ',', ';', '"', '\n', '\r\n', "'", '=', '🙂'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        async (table, end) => {
          const text = stringify(table, { record_delimiter: end, quoted_match: /[\r\n]/ })
          const expected = parse(text, {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: end,
          })
          expect(cells(await read(text))).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('goes on from any record as if it had not stopped', async () => {
    const text = 'a,b\r\n"x\ny",1\r\n\r\n"q""q",2\nlast,3'
    const all = await read(text)
    for (let stop = 0; stop < all.length; stop++) {
      const rest = await read(text, { from: all[stop]!.next })
      expect(rest).toEqual(all.slice(stop + 1))
    }
  })

  test('tells the line and byte where each record begins, quoted line ends counted', async () => {
    const rows = await read('a,b\n"one\ntwo",2\nthree,3\n')
    expect(rows.map((row) => [row.row, row.line, row.offset])).toEqual([
      [1, 1, 0],
      [2, 2, 4],
      [3, 4, 16],
    ])
  })

  test('may begin with a byte order mark, end without a line end, and use lone carriage returns', async () => {
    expect(cells(await read('\ufeffa,b\r1,2\r3,'))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', ''],
    ])
  })

  test('reports a ragged row with its line and reads the others', async () => {
    const rows = await read('a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n', { width: 3 })
    expect(cells(rows)).toEqual([
      ['a', 'b', 'c'],
      'row.too_few_cells',
      ['1', '2', '3'],
      'row.too_many_cells',
      ['1', '2', '3'],
    ])
    expect(rows[1]).toMatchObject({
      line: 2,
      trouble: { message: 'The row has 2 cells and the header 3. Add the missing cells, empty if need be.' },
    })
  })

  test('reports a NUL and letters cut apart, and reads the others', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\nx\0y,1\n'),
      Buffer.from([0x67, 0xc3, 0x2c, 0x32, 0x0a]),
      Buffer.from('ok,3\n'),
    ])
    expect(cells(await read(bytes))).toEqual([['a', 'b'], 'row.nul', 'row.encoding', ['ok', '3']])
  })

  test('loses only one line to a quote that is not doubled or never closed', async () => {
    expect(cells(await read('a,b\n"he said "hi"",1\nok,2\n'))).toEqual([['a', 'b'], 'row.quote', ['ok', '2']])
    expect(cells(await read('a,b\n"never closed,1\nok,2\nok,3\n'))).toEqual([
      ['a', 'b'],
      'row.quote_open',
      ['ok', '2'],
      ['ok', '3'],
    ])
    const far = `a,b\n"never closed,1\n${'filler line,2\n'.repeat(200_000)}`
    const rows = await read(far)
    expect(rows).toHaveLength(200_002)
    expect(rows[1]).toMatchObject({ line: 2, trouble: { code: 'row.quote_open' } })
    expect(rows.at(-1)).toMatchObject({ line: 200_002, cells: ['filler line', '2'] })
  })

  test('passes over a 10 MB cell in bounded memory and reads what follows', async () => {
    for (const body of ['x'.repeat(10_000_000), 'line of text\n'.repeat(800_000)]) {
      const rows = await read(`a,b\n"${body}",1\nafter,2\n`)
      expect(cells(rows)).toEqual([['a', 'b'], 'row.too_large', ['after', '2']])
      expect(rows[1]!.cells[0]!.length).toBeLessThan(300)
      expect(rows[2]!.line).toBe(3 + (body.match(/\n/g)?.length ?? 0))
    }
    expect(cells(await read(`a,b\n${'x'.repeat(10_000_000)},1\nafter,2\n`))).toEqual([
      ['a', 'b'],
      'row.too_large',
      ['after', '2'],
    ])
  })

  test('with one column keeps commas and quotes as text', async () => {
    expect(cells(await read('text\nHello, you\n"quoted" start\n', { delimiter: null }))).toEqual([
      ['text'],
      ['Hello, you'],
      ['"quoted" start'],
    ])
  })
})
