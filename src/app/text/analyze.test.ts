import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

/** The real program, without a data folder: it must not need one. */
const program = fileURLToPath(new URL('../../../bin/hearback.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'analyze-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(args: string[], input?: string) {
  return spawnSync(process.execPath, [program, 'analyze', ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, HEARBACK_DATA: '/dev/null/nowhere' },
  })
}

function analyzed(lines: string[], ...flags: string[]) {
  const from = join(folder, 'in.jsonl')
  const to = join(folder, 'out.jsonl')
  rmSync(to, { force: true })
  writeFileSync(from, lines.join('\n'))
  const { status, stderr } = run([from, '--out', to, ...flags])
  const out = existsSync(to) ? readFileSync(to, 'utf8').split('\n').filter(Boolean) : []
  return { status, stderr, out, rows: out.map((line) => JSON.parse(line)) }
}

test('each line gets its analysis, and what was there stays as it was', () => {
  const { status, rows, out } = analyzed([
    '{"id":12345678901234567890,"text":"The app crashes when I export"}',
    '{"text":"Please add dark mode"}',
    '{}',
  ])
  expect(status).toBe(0)
  expect(out[0]).toContain('"id":12345678901234567890')
  expect(rows[0].analysis).toMatchObject({
    language: 'en',
    types: [{ label: 'bug', because: [{ words: 'crashes', field: 'text', from: 8, to: 15 }] }],
    sentiment: { label: 'negative' },
    negative: true,
  })
  expect(rows[1].analysis.types[0].label).toBe('feature')
  expect(rows[2].analysis).toMatchObject({
    language: null,
    types: [],
    sentiment: { score: 0, label: 'neutral' },
  })
})

test('several fields and a rating count together', () => {
  const line = '{"title":"Question","body":"It is what it is","stars":"1"}'
  const { rows } = analyzed([line], '--field', 'title', '--field', 'body', '--rating', 'stars')
  expect(rows[0].analysis.sentiment).toMatchObject({
    label: 'negative',
    because: [{ meaning: 'Rated 1 of 5' }],
  })
})

test('a line that is no JSON object is told with its number and skipped, and the exit code is 2', () => {
  const { status, stderr, rows } = analyzed(['{"text":"a"}', '{"text":', '[1]', '', '{"text":"b"}'])
  expect(status).toBe(2)
  expect(stderr).toContain('line 2: not JSON')
  expect(stderr).toContain('line 3: not a JSON object')
  expect(rows.map((row) => row.text)).toEqual(['a', 'b'])
})

test('a missing file, a field that no line has and an output that is the input are explained', () => {
  expect(run(['nowhere.jsonl', '--out', 'x'])).toMatchObject({ status: 2 })
  const { status, stderr } = analyzed(['{"comment":"a"}'])
  expect(status).toBe(2)
  expect(stderr).toContain('the first line has comment')
  const from = join(folder, 'in.jsonl')
  expect(run([from, '--out', from]).stderr).toContain('cannot be the input')
})

test('it reads from standard input and writes to standard output', () => {
  const { status, stdout } = run(['-', '--out', '-'], '{"text":"Love it"}\n')
  expect(status).toBe(0)
  expect(JSON.parse(stdout).analysis.sentiment.label).toBe('positive')
})
