import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '#platform/testing/folder.ts'
import { readJsonl } from './lines.ts'
import type { SourceRow } from './rows.ts'

const folder = testFolder()
let files = 0

async function read(text: string, columns: string[] = []): Promise<SourceRow[]> {
  const path = join(folder, `${++files}.jsonl`)
  writeFileSync(path, text)
  const rows: SourceRow[] = []
  for await (const batch of readJsonl(path, columns)) rows.push(...batch)
  return rows
}

const cells = (rows: SourceRow[]) => rows.map((row) => row.trouble?.code ?? row.cells)

describe('a JSON Lines file', () => {
  test('gives columns in the order they are met, objects dotted, lists as JSON', async () => {
    const columns: string[] = []
    const rows = await read(
      '{"id":"1","contact":{"email":"a@b.example"},"labels":["UI","ERROR"]}\n{"id":2,"new":true,"contact":null}\n',
      columns,
    )
    expect(columns).toEqual(['id', 'contact.email', 'labels', 'new', 'contact'])
    expect(cells(rows)).toEqual([
      ['1', 'a@b.example', '["UI","ERROR"]'],
      ['2', '', '', 'true', ''],
    ])
  })

  test('reports a line that is not a JSON object with its number, and reads the others', async () => {
    const rows = await read('{"a":1}\nnot json\n[1]\n\n{"a":"\\u0000"}\n{"a":"\\ud83d"}\n{"a":2}', ['a'])
    expect(cells(rows)).toEqual([['1'], 'row.json', 'row.json', 'row.nul', 'row.encoding', ['2']])
    expect(rows.map((row) => row.line)).toEqual([1, 2, 3, 5, 6, 7])
  })

  test('passes over a 10 MB line in bounded memory and goes on from any record', async () => {
    const text = `\ufeff{"a":1}\n{"a":"${'x'.repeat(10_000_000)}"}\n{"a":3}\n`
    const rows = await read(text, ['a'])
    expect(cells(rows)).toEqual([['1'], 'row.too_large', ['3']])
    expect(rows[1]!.next.offset).toBe(Buffer.byteLength(text) - 8)
  })

  test('never lets a key such as __proto__ reach an object', async () => {
    const columns: string[] = []
    await read('{"__proto__":{"admin":true},"a":1}\n', columns)
    expect(columns).toEqual(['__proto__.admin', 'a'])
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
})
