import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as feedback from '#collect/feedback/contract.ts'
import type { ImportRun } from '#collect/imports/contract.ts'
import * as contract from '#collect/imports/contract.ts'
import { workbookBytes } from '#collect/imports/read/workbook-sample.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { type ApiError, type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()

async function upload(
  client: Client,
  content: string | Buffer,
  name = 'reviews.csv',
  kind = 'feedback',
): Promise<ImportRun> {
  const response = await client.fetch(`/imports?name=${encodeURIComponent(name)}&kind=${kind}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(content)),
    headers: { 'content-type': 'application/octet-stream' },
  })
  const body = (await response.json()) as ImportRun & { code?: string }
  if (!response.ok)
    throw Object.assign(new Error(JSON.stringify(body)), { status: response.status, code: body.code })
  return body
}

async function done(ws: TestWorkspace, id: string): Promise<ImportRun> {
  await t.settle()
  return ws.owner.call(contract.getImport, { importId: id })
}

async function items(ws: TestWorkspace) {
  return ws.run((ctx) =>
    ctx.db.many<{
      external_id: string
      verbatim: string
      rating: number | null
      occurred_at: Date
      is_history: boolean
      channel: string
      context: Record<string, unknown>
    }>(
      sql`select external_id, verbatim, rating, occurred_at, is_history, channel, context from feedback_items where workspace_id = ${ctx.workspaceId} order by verbatim`,
    ),
  )
}

const reviews = [
  'id,date,stars,text,labels',
  'r1,15/01/2016,5,"Works well, also on the train",praise',
  'r2,18/01/2016,2,"Crashes when I open\nthe settings","bug; settings"',
  'r3,02/02/2016,4,Nice but slow,',
].join('\n')

describe('an import of feedback', () => {
  test('is uploaded, tried out, run and counted, with tags and dates of the file', async () => {
    const ws = await t.workspace()
    const run = await upload(ws.owner, reviews)
    expect(run).toMatchObject({
      state: 'ready',
      totalRows: 3,
      isTotalExact: true,
      trouble: null,
      format: { kind: 'csv', encoding: 'utf-8', delimiter: ',' },
    })
    await ws.owner.call(contract.checkImport, { importId: run.id })
    const checked = await done(ws, run.id)
    expect(checked.check).toMatchObject({
      rows: 3,
      created: 3,
      existing: 0,
      repeated: 0,
      errors: 0,
      history: 3,
      isCurrent: true,
    })
    expect(checked.check?.samples[1]).toMatchObject({
      line: 3,
      item: { verbatim: 'Crashes when I open\nthe settings', rating: 2 },
    })
    expect(await items(ws)).toEqual([])

    await ws.owner.call(contract.changeImport, {
      importId: run.id,
      options: { tag: 'old reviews', channel: 'app_store' },
    })
    await ws.owner.call(contract.startImport, { importId: run.id })
    const finished = await done(ws, run.id)
    expect(finished).toMatchObject({ state: 'done', created: 3, skipped: 0, errors: 0, rowsRead: 3 })
    expect(await items(ws)).toEqual([
      expect.objectContaining({
        external_id: 'r2',
        rating: 2,
        is_history: true,
        channel: 'app_store',
        context: { tags: ['bug', 'settings', 'old reviews'] },
      }),
      expect.objectContaining({
        external_id: 'r3',
        verbatim: 'Nice but slow',
        occurred_at: new Date('2016-02-02T00:00:00Z'),
      }),
      expect.objectContaining({ external_id: 'r1' }),
    ])
    const tags = await ws.run((ctx) =>
      ctx.db.many(sql`
        select t.name, count(*) as n from item_tags x join tags t on t.workspace_id = ${ctx.workspaceId} and t.id = x.tag_id
        where x.workspace_id = ${ctx.workspaceId} group by t.name order by t.name`),
    )
    expect(tags).toEqual([
      { name: 'bug', n: 1 },
      { name: 'old reviews', n: 3 },
      { name: 'praise', n: 1 },
      { name: 'settings', n: 1 },
    ])
  })

  test('run twice adds nothing, with or without an id column', async () => {
    const ws = await t.workspace()
    const noIds =
      'date,text\n15/01/2016,The first thing we saw\n15/01/2016,The second thing we saw\n15/01/2016,The second thing we saw\n'
    for (const [round, content] of [noIds, noIds, reviews, reviews].entries()) {
      const run = await upload(ws.owner, content)
      await ws.owner.call(contract.checkImport, { importId: run.id })
      const { check } = await done(ws, run.id)
      await ws.owner.call(contract.startImport, { importId: run.id })
      const { created, skipped } = await done(ws, run.id)
      expect([created, skipped]).toEqual(
        [
          [2, 1],
          [0, 3],
          [3, 0],
          [0, 3],
        ][round],
      )
      expect([check!.created, check!.existing + check!.repeated]).toEqual([created, skipped])
    }
    expect(await items(ws)).toHaveLength(5)
  })

  test('sets aside what cannot be read; the download, mended, goes in', async () => {
    const ws = await t.workspace()
    const run = await upload(
      ws.owner,
      'id,date,stars,text\nr1,31/02/2016,5,The date does not exist\nr2,15/01/2016,9,Too many stars\nr3,15/01/2016,4,=SUM(A1) is fine text\nr4,16/01/2016\nr5,15/01/2016,4,A \0 in it\nr6,17/01/2016,,\n',
    )
    await ws.owner.call(contract.changeImport, {
      importId: run.id,
      mapping: [{ column: 'stars', field: 'rating', ratingMax: 5 }],
    })
    await ws.owner.call(contract.startImport, { importId: run.id })
    const finished = await done(ws, run.id)
    expect(finished).toMatchObject({ state: 'done', created: 1, errors: 5, rowsRead: 6 })
    expect(finished.errorGroups.map((group) => [group.code, group.lines])).toEqual(
      expect.arrayContaining([
        ['row.occurredAt', [2]],
        ['row.rating', [3]],
        ['row.too_few_cells', [5]],
        ['row.nul', [6]],
        ['row.no_words', [7]],
      ]),
    )
    const response = await ws.owner.fetch(`/imports/${run.id}/errors.csv`)
    expect(response.headers.get('content-disposition')).toContain('attachment')
    const text = await response.text()
    expect(text.split('\r\n')[0]).toBe('id,date,stars,text,hearback_line,hearback_error')
    expect(text).toContain('r1,31/02/2016,5,The date does not exist,2,')

    const again = await upload(
      ws.owner,
      text.replace('31/02/2016', '28/02/2016').replace('r2,15/01/2016,9', 'r2,15/01/2016,5'),
      'mended.csv',
    )
    expect(again.mapping.find((one) => one.column === 'hearback_error')?.field).toBe('skip')
    await ws.owner.call(contract.startImport, { importId: again.id })
    expect(await done(ws, again.id)).toMatchObject({ created: 3, errors: 2 })
  })

  test('keeps formulas as text through download and import', async () => {
    const ws = await t.workspace()
    const words = [
      "=cmd|' /C calc'!A0",
      "'=already quoted",
      '+49 30 123',
      '@handle said',
      '-',
      'plain, "quoted"\nnew line',
    ]
    const rows = words.map((word) => `31/02/2016,"${word.replaceAll('"', '""')}"`)
    const run = await upload(ws.owner, `date,text\n${rows.join('\n')}\n15/03/2016,fine\n`)
    await ws.owner.call(contract.changeImport, {
      importId: run.id,
      mapping: [
        { column: 'date', field: 'occurredAt', date: 'dmy' },
        { column: 'text', field: 'verbatim' },
      ],
    })
    await ws.owner.call(contract.startImport, { importId: run.id })
    await done(ws, run.id)
    const text = await (await ws.owner.fetch(`/imports/${run.id}/errors.csv`)).text()
    for (const line of text.split('\r\n')) expect(line).not.toMatch(/(^|,|")[=+@]/)
    const again = await upload(ws.owner, text.replaceAll('31/02/2016', '28/02/2016'), 'mended.csv')
    await ws.owner.call(contract.startImport, { importId: again.id })
    await done(ws, again.id)
    const texts = (await items(ws)).map((item) => item.verbatim)
    for (const word of words.filter((word) => word !== '-')) expect(texts).toContain(word)
  })

  test('is undone wholly, and only what it brought in', async () => {
    const ws = await t.workspace()
    const kept = await ws.owner.call(feedback.submitFeedback, { verbatim: 'Said by phone', channel: 'phone' })
    const run = await upload(ws.owner, reviews)
    await ws.owner.call(contract.startImport, { importId: run.id })
    await done(ws, run.id)
    await ws.owner.call(contract.undoImport, { importId: run.id })
    expect(await done(ws, run.id)).toMatchObject({ state: 'undone', verbs: ['remove'] })
    expect(await items(ws)).toEqual([expect.objectContaining({ verbatim: 'Said by phone' })])
    expect(kept.id).toMatch(/^fb_/)
    await ws.owner.call(contract.removeImport, { importId: run.id })
    await expect(ws.owner.call(contract.getImport, { importId: run.id })).rejects.toMatchObject({
      status: 404,
    })
  })

  test('finds and makes contacts and accounts, each once', async () => {
    const ws = await t.workspace()
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        `c${i},"Thing number ${i} we noticed",p${i % 4}@almhof.example,Almhof Kliniken,${i % 2 ? 'GOLD' : 'GOLD'}`,
    )
    const run = await upload(ws.owner, `id,text,email,company,segment\n${rows.join('\n')}\n`)
    await ws.owner.call(contract.checkImport, { importId: run.id })
    expect((await done(ws, run.id)).check).toMatchObject({ newAccounts: 1, newContacts: 4 })
    await ws.owner.call(contract.startImport, { importId: run.id })
    await done(ws, run.id)
    const counts = await ws.run((ctx) =>
      ctx.db.one(sql`
        select (select count(*) from accounts where workspace_id = ${ctx.workspaceId}) as accounts,
          (select count(*) from contacts where workspace_id = ${ctx.workspaceId} and account_id is not null) as contacts,
          (select count(*) from feedback_items where workspace_id = ${ctx.workspaceId} and contact_id is not null and account_id is not null) as items`),
    )
    expect(counts).toEqual({ accounts: 1, contacts: 4, items: 40 })
  })

  test('fresh rows start clocks unless all are called history, and channels of the file are added', async () => {
    const ws = await t.workspace()
    const today = t.clock.now().toISOString().slice(0, 10)
    const content = `text,date,channel\nSaid just today by us,${today},Partner Portal\nSaid long ago by us,2020-01-31,Partner Portal\n`
    const run = await upload(ws.owner, content)
    await ws.owner.call(contract.startImport, { importId: run.id })
    await done(ws, run.id)
    expect((await items(ws)).map((item) => [item.verbatim, item.is_history, item.channel])).toEqual([
      ['Said just today by us', false, 'partner_portal'],
      ['Said long ago by us', true, 'partner_portal'],
    ])
    const all = await upload(ws.owner, content.replaceAll('by us', 'by them'))
    await ws.owner.call(contract.changeImport, { importId: all.id, options: { history: 'all' } })
    await ws.owner.call(contract.startImport, { importId: all.id })
    await done(ws, all.id)
    expect(
      (await items(ws)).filter((item) => item.verbatim.endsWith('them')).every((item) => item.is_history),
    ).toBe(true)
  })
})

describe('other kinds of files', () => {
  test('a workbook comes in with its dates, and its row numbers in the errors', async () => {
    const ws = await t.workspace()
    const book = workbookBytes({
      shared: [
        '<t>id</t>',
        '<t>when</t>',
        '<t>comment</t>',
        '<t>It works very well for us</t>',
        '<t>Cannot log in any more</t>',
      ],
      rows:
        '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>' +
        '<row r="3"><c><v>17</v></c><c s="1"><v>42059.5</v></c><c t="s"><v>3</v></c></row>' +
        '<row r="9"><c><v>18</v></c><c s="1"><v>42060</v></c><c t="s"><v>4</v></c></row>' +
        '<row r="10"><c><v>19</v></c><c s="1"><v>42061</v></c></row>',
    })
    const run = await upload(ws.owner, book, 'book.xlsx')
    expect(run).toMatchObject({ trouble: null, totalRows: 3, format: { kind: 'xlsx', sheet: 'Data' } })
    await ws.owner.call(contract.startImport, { importId: run.id })
    const finished = await done(ws, run.id)
    expect(finished).toMatchObject({ created: 2, errors: 1 })
    expect(finished.errorGroups[0]).toMatchObject({ code: 'row.no_words', lines: [10] })
    expect((await items(ws)).map((item) => [item.external_id, item.occurred_at.toISOString()])).toEqual([
      ['18', '2015-02-25T00:00:00.000Z'],
      ['17', '2015-02-24T12:00:00.000Z'],
    ])
  })

  test('JSON Lines come in; a line that is not JSON is set aside with its number', async () => {
    const ws = await t.workspace()
    const lines = [
      '{"id":"a","text":"One thing we like a lot","labels":["UI","SPEED"]}',
      '{"id":"b","text":',
      '{"id":"c","text":"Another thing we miss here"}',
    ]
    const run = await upload(ws.owner, lines.join('\n'), 'items.jsonl')
    await ws.owner.call(contract.startImport, { importId: run.id })
    const finished = await done(ws, run.id)
    expect(finished).toMatchObject({ created: 2, errors: 1 })
    expect(finished.errorGroups[0]).toMatchObject({ code: 'row.json', lines: [2] })
    expect((await items(ws)).map((item) => item.context.tags)).toEqual([undefined, ['UI', 'SPEED']])
  })

  test('an upload that is cut off leaves no import and no file', async () => {
    const ws = await t.workspace()
    const { port, hostname } = new URL(await t.listen())
    const key = await ws.key(['imports:write'])
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(
      `POST /api/v1/imports?name=cut.csv HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key.secret}\r\nContent-Length: 100000\r\n\r\nid,text\n1,Some`,
    )
    const home = join(t.dataDir, 'imports', ws.id)
    await expect.poll(() => existsSync(home) && readdirSync(home).length, { timeout: 20_000 }).toBe(1)
    socket.destroy()
    await expect.poll(() => readdirSync(home).length, { timeout: 20_000 }).toBe(0)
    expect((await ws.owner.call(contract.listImports, {})).data).toEqual([])
  })
})

describe('a table of text', () => {
  const two = ['The export is slow every day', 'The filter is hidden from me']
  const forms: [string, string | Buffer, string[], string?][] = [
    [
      'in Windows-1252',
      Buffer.from('id;text\n1;Gr\xfc\xdfe aus K\xf6ln \x96 es l\xe4uft\n', 'latin1'),
      ['Grüße aus Köln – es läuft'],
    ],
    [
      'in UTF-16',
      Buffer.from('\ufeffid\ttext\n1\tGrüße aus Köln, es läuft\n', 'utf16le'),
      ['Grüße aus Köln, es läuft'],
    ],
    [
      'with quoted line ends',
      `id,text\n1,"${two[0]}\nand ""night"""\n2,${two[1]}\n`,
      [`${two[0]}\nand "night"`, two[1]!],
    ],
    [
      'with ragged rows',
      `id,text,date\n1,${two[0]},2026-11-20\n2,too few\n3,${two[1]},2026-11-21,more,and more\n4,${two[1]},2026-11-21\n`,
      two,
      'row.too_few_cells row.too_many_cells',
    ],
    ['with the same header twice', `id,text,text\n1,${two[0]},no\n2,${two[1]},yes\n`, two],
    ['with a NUL', `id,text\n1,${two[0]}\n2,A \0 in it\n3,${two[1]}\n`, two, 'row.nul'],
    [
      'with a cell of 10 MB',
      `id,text\n1,${two[0]}\n2,${'x'.repeat(10_000_000)}\n3,${two[1]}\n`,
      two,
      'row.too_large',
    ],
    ['without a header', `1,${two[0]}\n2,${two[1]}\n`, two],
  ]
  test.each(forms)(
    '%s comes in; rows that cannot be read are set aside',
    async (_what, content, words, codes) => {
      const ws = await t.workspace()
      const run = await upload(ws.owner, content, 'form.csv')
      expect(run.trouble).toBeNull()
      await ws.owner.call(contract.startImport, { importId: run.id })
      const finished = await done(ws, run.id)
      expect((await items(ws)).map((item) => item.verbatim)).toEqual(words)
      expect(finished).toMatchObject({ state: 'done', created: words.length })
      expect(
        finished.errorGroups
          .map((group) => group.code)
          .sort()
          .join(' '),
      ).toBe(codes ?? '')
    },
  )
})

describe('the mapping of an import', () => {
  test('is remembered for a file with the same columns', async () => {
    const ws = await t.workspace()
    const first = await upload(ws.owner, 'a,b\nThis is what I think of it,x\nAnd this is another one,y\n')
    expect(first.trouble).toBeNull()
    await ws.owner.call(contract.changeImport, {
      importId: first.id,
      mapping: [{ column: 'b', field: 'product' }],
    })
    await ws.owner.call(contract.startImport, { importId: first.id })
    await done(ws, first.id)
    const second = await upload(ws.owner, 'a,b\nSomething else was said today,z\n', 'next.csv')
    expect(second.proposedBy).toBe('reviews.csv')
    expect(second.mapping.find((one) => one.column === 'b')?.field).toBe('product')
  })

  test('an unknown column or field is refused with the names there are', async () => {
    const ws = await t.workspace()
    const run = await upload(ws.owner, reviews)
    const change = (mapping: contract.ColumnMapping[]) =>
      ws.owner.call(contract.changeImport, { importId: run.id, mapping })
    await expect(change([{ column: 'nope', field: 'verbatim' }])).rejects.toMatchObject({
      status: 400,
      code: 'import.column_unknown',
    })
    await expect(change([{ column: 'text', field: 'nope' }])).rejects.toMatchObject({
      status: 400,
      code: 'import.field_unknown',
    })
    await change([
      { column: 'labels', field: 'verbatim' },
      { column: 'stars', field: 'externalId' },
    ])
    await expect(ws.owner.call(contract.startImport, { importId: run.id })).rejects.toMatchObject({
      code: 'import.not_ready',
      message: expect.stringContaining('both go to External id'),
    })
  })

  test('waits for the encoding when it can be read in several ways', async () => {
    const ws = await t.workspace()
    const polish = Buffer.from(
      'id,text\n1,"Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, dzi\xeakuj\xea bardzo"\n',
      'latin1',
    )
    const run = await upload(ws.owner, polish)
    expect(run.trouble).toContain('encoding')
    await expect(ws.owner.call(contract.startImport, { importId: run.id })).rejects.toMatchObject({
      code: 'import.not_ready',
    })
    const chosen = await ws.owner.call(contract.changeImport, { importId: run.id, encoding: 'windows-1250' })
    expect(chosen).toMatchObject({ trouble: null, question: null, format: { encoding: 'windows-1250' } })
    await ws.owner.call(contract.startImport, { importId: run.id })
    await done(ws, run.id)
    expect((await items(ws))[0]?.verbatim).toBe('Zażółć gęślą jaźń, dziękuję bardzo')
  })
})

describe('an import of customers', () => {
  const accounts =
    'Company name,MRR,Lifecycle Stage,Renewal date,Website\nAlmhof Kliniken,"1,200.50",customer,31/12/2026,almhof.example\nNordwind AG,900,lead,15/01/2027,nordwind.example\n'

  test('makes, updates and leaves accounts alone; undo puts back what was there', async () => {
    const ws = await t.workspace()
    const go = async (content: string, kind: string) => {
      const run = await upload(ws.owner, content, `${kind}.csv`, kind)
      expect(run.trouble).toBeNull()
      await ws.owner.call(contract.checkImport, { importId: run.id })
      const { check } = await done(ws, run.id)
      await ws.owner.call(contract.startImport, { importId: run.id })
      const finished = await done(ws, run.id)
      expect([check?.created, check?.updated, check?.existing]).toEqual([
        finished.created,
        finished.updated,
        finished.skipped,
      ])
      return finished
    }
    expect(await go(accounts, 'accounts')).toMatchObject({ state: 'done', created: 2, errors: 0 })
    expect(await go(accounts, 'accounts')).toMatchObject({ created: 0, updated: 0, skipped: 2 })
    const changed = await go(
      accounts.replace('1,200.50', '1,500').concat('Meridian Foods,10,active,,meridian.example\n'),
      'accounts',
    )
    expect(changed).toMatchObject({ created: 1, updated: 1, skipped: 1 })
    const mrr = () =>
      ws.run((ctx) =>
        ctx.db.many(
          sql`select name, mrr_cents from accounts where workspace_id = ${ctx.workspaceId} order by name`,
        ),
      )
    await ws.owner.call(contract.undoImport, { importId: changed.id })
    expect(await done(ws, changed.id)).toMatchObject({ state: 'undone', failure: null })
    expect(await mrr()).toEqual([
      { name: 'Almhof Kliniken', mrr_cents: 120050 },
      { name: 'Nordwind AG', mrr_cents: 90000 },
    ])
    // A zone is kept in the calendar of the account, with the hours of the workspace.
    const calendars = () =>
      ws.run((ctx) =>
        ctx.db.many<{ name: string; zone: string | null; monday: unknown }>(sql`
          select name, calendar ->> 'zone' as zone, calendar -> 'hours' -> 'mon' as monday from accounts
          where workspace_id = ${ctx.workspaceId} order by name`),
      )
    await ws.owner.call(putCalendar, { zone: 'UTC', hours: { mon: [['08:00', '16:00']] } })
    const zones =
      'Company name,Time zone\nAlmhof Kliniken,Europe/Vienna\nNordwind AG,Europe/Berlinn\nSaltbox Ltd,America/Denver\n'
    const zoned = await go(zones, 'accounts')
    expect(zoned).toMatchObject({ created: 1, updated: 1, errors: 1 })
    expect(zoned.check!.groups.map((group) => group.message)).toEqual([
      expect.stringMatching(/^No time zone is called “Europe\/Berlinn”\. Did you mean Europe\/Berlin, /),
    ])
    expect(await calendars()).toEqual([
      { name: 'Almhof Kliniken', zone: 'Europe/Vienna', monday: [['08:00', '16:00']] },
      { name: 'Nordwind AG', zone: null, monday: null },
      { name: 'Saltbox Ltd', zone: 'America/Denver', monday: [['08:00', '16:00']] },
    ])
    expect(await go(zones, 'accounts')).toMatchObject({ created: 0, updated: 0, skipped: 2 })
    await ws.owner.call(contract.undoImport, { importId: zoned.id })
    expect(await done(ws, zoned.id)).toMatchObject({ state: 'undone', failure: null })
    expect((await calendars()).map((one) => one.zone)).toEqual([null, null])
    // What an account pays for is set by a file, and is as it was after undo.
    const plans = () =>
      ws.run((ctx) =>
        ctx.db.many(
          sql`select name, plan from accounts where workspace_id = ${ctx.workspaceId} order by name`,
        ),
      )
    const planned = await go('Company name,Plan\nAlmhof Kliniken,Growth\n', 'accounts')
    expect(planned).toMatchObject({ updated: 1, errors: 0 })
    expect(await plans()).toEqual([
      { name: 'Almhof Kliniken', plan: 'Growth' },
      { name: 'Nordwind AG', plan: null },
    ])
    await ws.owner.call(contract.undoImport, { importId: planned.id })
    expect(await done(ws, planned.id)).toMatchObject({ state: 'undone', failure: null })
    expect(await plans()).toContainEqual({ name: 'Almhof Kliniken', plan: null })
    const contacts = await go(
      'Email,Name,Company\njutta@almhof.example,Jutta Reindl,Almhof Kliniken\nnot an address,Somebody,Almhof Kliniken\nkai@new.example,Kai,New Firm\n',
      'contacts',
    )
    expect(contacts).toMatchObject({ created: 2, errors: 1 })
    await ws.owner.call(contract.undoImport, { importId: contacts.id })
    expect(await done(ws, contacts.id)).toMatchObject({ state: 'undone' })
    expect(
      await ws.run((ctx) =>
        ctx.db.one(sql`select count(*) as n from contacts where workspace_id = ${ctx.workspaceId}`),
      ),
    ).toEqual({ n: 0 })
  })
})

describe('a file that is none of the known kinds', () => {
  const cases: [string, Buffer | string, string, string][] = [
    ['an empty file', '', 'a.csv', 'import.empty'],
    ['only spaces', '  \n \n', 'a.csv', 'import.wrong_format'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xls', 'import.wrong_format'],
    [
      'a broken workbook',
      Buffer.from('PK\x03\x04 this is no zip archive at all', 'latin1'),
      'a.xlsx',
      'import.workbook_broken',
    ],
    ['a PDF', '%PDF-1.7 …', 'a.csv', 'import.wrong_format'],
    ['a web page', '<!doctype html><p>Sign in', 'a.csv', 'import.wrong_format'],
    ['one JSON list', '[{"a":1}]', 'a.json', 'import.wrong_format'],
    [
      'a picture',
      Buffer.from(Array.from({ length: 2048 }, (_, i) => (i * 7) % 256)),
      'a.csv',
      'import.wrong_format',
    ],
    ['a compressed file', Buffer.from('1f8b0800', 'hex'), 'a.csv.gz', 'import.wrong_format'],
  ]
  test.each(cases)('%s is refused and leaves nothing behind', async (_what, content, name, code) => {
    const ws = await t.workspace()
    await expect(upload(ws.owner, content, name)).rejects.toMatchObject({ status: 400, code })
    expect((await ws.owner.call(contract.listImports, {})).data).toEqual([])
  })
})

describe('rights and ids', () => {
  test('only members with the right may import, and no import of another workspace is seen', async () => {
    const ws = await t.workspace()
    const run = await upload(ws.owner, reviews)
    const viewer = await ws.as('viewer')
    await expect(upload(viewer, reviews)).rejects.toMatchObject({ status: 403 })
    expect((await viewer.call(contract.getImport, { importId: run.id })).id).toBe(run.id)
    const other = await t.workspace()
    for (const endpoint of [
      contract.getImport,
      contract.startImport,
      contract.cancelImport,
      contract.undoImport,
      contract.removeImport,
    ]) {
      const refusal = await other.owner.call(endpoint, { importId: run.id }).catch((error: ApiError) => error)
      expect(refusal).toMatchObject({ status: 404, code: 'import.not_found' })
    }
    await expect(ws.owner.call(contract.undoImport, { importId: run.id })).rejects.toMatchObject({
      status: 409,
      code: 'import.wrong_state',
    })
  })
})
