import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

/** The real program, without a data folder: it must not need one. */
const program = fileURLToPath(new URL('../../../bin/hearback.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'items-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    input: '{"text":"a"}\n',
    env: { PATH: process.env.PATH, HEARBACK_DATA: '/dev/null/nowhere' },
  })
}

function made(command: string, lines: readonly string[], ...flags: string[]) {
  const from = join(folder, 'in.jsonl')
  const to = join(folder, 'out.jsonl')
  rmSync(to, { force: true })
  writeFileSync(from, lines.join('\n'))
  const { status, stderr } = run(command, from, '--out', to, ...flags)
  const out = existsSync(to) ? readFileSync(to, 'utf8').split('\n').filter(Boolean) : []
  return { status, stderr, out, rows: out.map((line) => JSON.parse(line)) }
}

const reports = [
  '{"id":12345678901234567890,"text":"The CSV export fails"}',
  '{"text":"Please add a dark mode"}',
  '{"text":"CSV exports are failing"}',
  '{"text":"Dark mode would be lovely"}',
  '{}',
]

test('duplicates: each line gets its nearest others, and what was there stays as it was', () => {
  const { status, rows, out } = made('duplicates', reports)
  expect(status).toBe(0)
  expect(out[0]).toContain('"id":12345678901234567890')
  expect(rows.map((row) => row.nearest[0]?.line)).toEqual([2, 3, 0, 1, undefined])
  for (const { line, score } of rows.flatMap((row) => row.nearest))
    expect([Number.isInteger(line), score > 0 && score <= 1]).toEqual([true, true])
})

test('duplicates: a line that is no JSON object is told and skipped, line numbers stay those of the file', () => {
  const lines = ['not JSON', '', ...reports.slice(0, 3)]
  const { status, stderr, rows } = made('duplicates', lines)
  expect(status).toBe(2)
  expect(stderr.match(/line 1: not JSON/g)).toHaveLength(1)
  expect(rows.map((row) => row.nearest[0]?.line)).toEqual([4, undefined, 2])
})

test('duplicates: at most ten others, of several fields the first is the title', () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    JSON.stringify({ head: 'Export', body: `fails on row ${i}` }),
  )
  const { rows } = made('duplicates', many, '--field', 'head', '--field', 'body')
  expect(rows.map((row) => row.nearest.length)).toEqual(many.map(() => 10))
})

const groups = ['export to csv fails', 'password reset mail never arrives', 'invoice has the wrong address']
const about = groups.flatMap((text, i) =>
  ['again', 'since monday', 'for my team'].map((end) => JSON.stringify({ text: `${text} ${end}`, about: i })),
)

test('themes: each line gets a theme, and the summary names them with their phrases', () => {
  const { status, rows, stderr } = made('themes', about, '--k', '3')
  expect(status).toBe(0)
  for (const row of rows) expect(row.theme).toBe(rows.find((other) => other.about === row.about).theme)
  expect(new Set(rows.map((row) => row.theme))).toEqual(new Set(['t1', 't2', 't3']))
  expect(stderr).toMatch(/^t1 +3 {2}\S/m)
  expect(stderr).toContain('3 themes; 0 of 9 items have none.')
})

test('themes: without a number what stands alone has none', () => {
  const { status, rows } = made('themes', [...about, '{"text":"zebras graze near lakes"}'])
  expect(status).toBe(0)
  expect(rows.at(-1).theme).toBeNull()
  expect(rows[0].theme).toMatch(/^t\d$/)
})

test.each(['duplicates', 'themes'])(
  '%s: what cannot work is explained and leaves no file behind',
  (command) => {
    const to = join(folder, 'none.jsonl')
    expect(run(command, 'nowhere.jsonl', '--out', to)).toMatchObject({ status: 2 })
    expect(run(command, '-', '--out', to).stderr).toContain('read twice')
    const { status, stderr } = made(command, ['{"comment":"a"}'])
    expect(status).toBe(2)
    expect(stderr).toContain('the first line has comment')
    const from = join(folder, 'in.jsonl')
    writeFileSync(from, reports.join('\n'))
    expect(run(command, from, '--out', from).stderr).toContain('cannot be the input')
    expect(readdirSync(folder).filter((name) => name !== 'in.jsonl')).toEqual([])
  },
)

test('themes: a number that is none, or more themes than items, is refused', () => {
  expect(made('themes', about, '--k', 'many')).toMatchObject({ status: 2 })
  const { status, stderr } = made('themes', about, '--k', '50')
  expect(status).toBe(2)
  expect(stderr).toContain('50 themes are more than the 9 items')
})

test.each(['duplicates', 'themes'])('%s: an empty file gives an empty file', (command) => {
  expect(made(command, [])).toMatchObject({ status: 0, out: [] })
})
