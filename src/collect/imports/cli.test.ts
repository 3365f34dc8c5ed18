import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as contract from '#collect/imports/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'

const t = await testApp()
const program = await bundleProgram('src/app/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'hearback-cli-'))
afterAll(() => {
  program.remove()
  rmSync(folder, { recursive: true, force: true })
})
let ws: TestWorkspace
beforeAll(async () => {
  ws = await t.workspace()
})

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** `hearback import …` to its end. */
async function run(...args: string[]) {
  const one = startProgram(program.file, ['import', ...args], { env: { ...t.env, HEARBACK_LOG: 'silent' } })
  return { code: await one.ended, output: one.output }
}
const here = (...args: string[]) => run(...args, '--workspace', ws.slug)

const good = 'id,text\na,The export is slow every day\nb,The filter is hidden from me\n'

describe('hearback import', () => {
  test('says where each column goes, ends with 0, and the undo it names takes everything back', async () => {
    const first = await here(file('good.csv', good))
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/text +Verbatim/) })
    expect(first.output).toContain('Imported: 2 created')
    const [, id = ''] = /import undo (imp_\w+)/.exec(first.output) ?? []
    const undo = await here('undo', id)
    expect(undo.code).toBe(0)
    expect(await ws.owner.call(contract.getImport, { importId: id })).toMatchObject({ state: 'undone' })
  })

  test('ends with 1 when rows were set aside, and writes them to a file', async () => {
    const errors = join(folder, 'errors.csv')
    const { code, output } = await here(
      file('some.jsonl', '{"id":"c","text":"It is slow every day"}\nnot json\n'),
      '--errors',
      errors,
    )
    expect([code, output]).toEqual([1, expect.stringContaining('not a JSON object')])
    expect(readFileSync(errors, 'utf8')).toContain('not json')
  })

  const polish = Buffer.from(
    'id,text\n1,Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, dzi\xeakuj\xea\n',
    'latin1',
  )
  const refused: [string, string[], RegExp][] = [
    ['a file that is not there', ['/nowhere/a.csv'], /There is no file \/nowhere\/a.csv/],
    ['an empty file', [file('empty.csv', '')], /The file holds nothing/],
    ['a broken workbook', [file('a.xlsx', 'PK\x03\x04 no zip')], /save it again as .xlsx/],
    [
      'a column that the file does not have',
      [file('map.csv', good), '--mapping', 'words=verbatim'],
      /no column “words”.*“id”, “text”/,
    ],
    [
      'a field that does not exist',
      [file('map.csv', good), '--mapping', 'text=words'],
      /“words” is no field of feedback.*verbatim, /,
    ],
    ['a mapping without a field', [file('map.csv', good), '--mapping', 'text'], /column=field/],
    [
      'an encoding that a person has to choose',
      [file('polish.csv', polish)],
      /--encoding windows-1250 +.*Zażółć/s,
    ],
    [
      'rows set aside that have no place',
      [file('place.csv', good), '--errors', '/nowhere/x.csv'],
      /--errors cannot be written \(ENOENT\)/,
    ],
    ['a zone that does not exist', [file('zone.csv', good), '--zone', 'Mars/Base'], /--zone: .*zone/],
  ]
  test.each(refused)('refuses %s with 2 and what to do, and keeps nothing', async (_what, args, message) => {
    const before = (await ws.owner.call(contract.listImports, {})).data.map((one) => one.id)
    const files = readdirSync(join(t.dataDir, 'imports', ws.id))
    const { code, output } = await here(...args)
    expect(output).toMatch(message)
    expect(code).toBe(2)
    expect((await ws.owner.call(contract.listImports, {})).data.map((one) => one.id)).toEqual(before)
    expect(readdirSync(join(t.dataDir, 'imports', ws.id))).toEqual(files)
  })

  test('ends with 4 for a workspace or an import that is not there', async () => {
    const elsewhere = await run(file('good.csv', good), '--workspace', 'nowhere')
    expect(elsewhere).toEqual({ code: 4, output: expect.stringContaining('no workspace "nowhere"') })
    const nothing = await here('undo', 'imp_nonsense')
    expect(nothing).toEqual({ code: 4, output: expect.stringContaining('import list') })
  })
})
