import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { countMarked, missDue } from '#measure/quality/counting.ts'
import * as contract from '#measure/reports/contract.ts'
import { tasks } from '#measure/reports/jobs.ts'
import { findReport } from '#measure/reports/queries.ts'
import { periodOf } from '#measure/reports/rules.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let owner: Client

beforeEach(async () => {
  t.clock.set('2037-02-25T09:00:00Z') // a Wednesday
  ws = await t.workspace()
  owner = ws.owner
})

const tick = () => tasks[0]!.run({}, t.house.door, new AbortController().signal)
const list = async () => (await owner.call(contract.listReports, {})).data

async function say(verbatim: string, change: { type: string; priority?: 'critical' | 'low' }) {
  const contact = { email: 'anna@elm.example', name: 'Anna Roth' }
  const said = await owner.call(submitFeedback, { verbatim, channel: 'email', contact })
  await owner.call(triageFeedback, { feedbackId: said.id, change })
  return said.id
}

/** The week of the documents: 12 bugs of which 5 critical, 18 requests, 8 usability issues, 9 in praise. */
async function theirWeek(): Promise<string[]> {
  t.clock.set('2037-03-04T09:00:00Z')
  const said = [
    ...Array.from({ length: 5 }, () => ({ type: 'bug_report', priority: 'critical' as const })),
    ...Array.from({ length: 7 }, () => ({ type: 'bug_report', priority: 'low' as const })),
    ...Array.from({ length: 18 }, () => ({ type: 'feature_request' })),
    ...Array.from({ length: 8 }, () => ({ type: 'usability_issue' })),
    ...Array.from({ length: 9 }, () => ({ type: 'praise' })),
  ]
  const ids = await Promise.all(
    said.map((change, n) => say(`Thing number ${n} of this week, said at some length`, change)),
  )
  await t.settle()
  return ids
}

/** Themes are found where much was said; here people named them. */
async function nameThemes(themes: readonly (readonly [name: string, items: readonly string[]])[]) {
  await ws.run(async (ctx) => {
    for (const [name, items] of themes) {
      const id = newId()
      await ctx.db.run(sql`
        insert into themes (workspace_id, id, name, phrases, center, size, found_at)
        values (${ctx.workspaceId}, ${id}, ${name}, '{}', '{}', ${items.length}, ${ctx.now()})`)
      await ctx.db.run(sql`
        insert into theme_items (workspace_id, feedback_id, theme_id, how, likeness, occurred_at, day, channel, sentiment)
        select ${ctx.workspaceId}, one, ${id}, 'person', 1, ${ctx.now()}, ${ctx.now()}::date, 'email', 'neutral'
        from unnest(${items.map((one) => decodeId('fb', one)!)}::uuid[]) as one
        on conflict (workspace_id, feedback_id) do update set theme_id = excluded.theme_id`)
    }
  })
}

async function textOf(response: Response): Promise<{ pages: number; text: string }> {
  expect(response.headers.get('content-type')).toBe('application/pdf')
  const document = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()))
  const { totalPages, text } = await extractText(document, { mergePages: true })
  return { pages: totalPages, text }
}

/** The settings as they are. */
async function pickSettings() {
  const { kinds, hour, roles } = await owner.call(contract.getReportSettings, {})
  return { kinds, hour, roles }
}

const open = (id: string, form: 'pdf' | 'csv', client = owner) => client.fetch(`/reports/${id}/${form}`)

test('before Monday’s review the documents’ week is there: 47 items, 5 of 12 bugs critical, three themes; as page, mail, PDF and CSV, to each in their language', async () => {
  // the workspace reads Spanish, one manager German, the owner English
  const [greta] = [await ws.as('manager'), await ws.as('manager')]
  await owner.call(contract.putReportSettings, {
    ...(await pickSettings()),
    language: 'es',
  })
  await owner.call(contract.putReportLanguage, { language: 'en' })
  expect(await greta.call(contract.putReportLanguage, { language: 'de' })).toMatchObject({
    language: 'es',
    ownLanguage: 'de',
  })
  const ids = await theirWeek()
  await nameThemes([
    ['Dashboard performance slow', ids.slice(0, 8)],
    ['Export to Excel', ids.slice(12, 18)],
    ['Mobile app needed', ids.slice(18, 23)],
  ])
  t.clock.set('2037-03-09T05:55:00Z')
  await tick()
  expect((await list()).map(({ fromOn }) => fromOn)).toEqual(['2037-02-23'])
  t.clock.set('2037-03-09T06:00:00Z')
  await ws.run(async (ctx) => {
    await countMarked(ctx)
    await missDue(ctx)
  })
  await Promise.all([tick(), tick()])
  const [brief, ...others] = await list()
  expect(others).toHaveLength(1)
  expect(brief).toMatchObject({ fromOn: '2037-03-02', toOn: '2037-03-08', items: 47, number: 1, mailed: 3 })
  const report = await owner.call(contract.getReport, { reportId: brief!.id })
  expect(report.figures.types.map(({ code, items }) => [code, items])).toEqual([
    ['feature_request', 18],
    ['bug_report', 12],
    ['praise', 9],
    ['usability_issue', 8],
  ])
  expect(report.figures.bugs).toMatchObject({ critical: 5, low: 7 })
  expect(report.figures.themes.map(({ name, mentions }) => [name, mentions])).toEqual([
    ['Dashboard performance slow', 8],
    ['Export to Excel', 6],
    ['Mobile app needed', 5],
  ])
  expect(report.headline).toMatch(/^“Dashboard performance slow” leads the week; /)
  expect(report.lead).toContain('Five of 12 bugs were critical.')
  expect(report.quotes).toHaveLength(3)
  const quality = (key: string) => report.figures.quality!.find((one) => one.key === key)
  expect(quality('categorised')).toMatchObject({ met: 47, missed: 0, before: null })
  expect(quality('critical_same_day')).toMatchObject({ met: 0, missed: 5 })
  // what failed its target stands first
  expect(report.figures.quality![0]!.missed).toBeGreaterThan(0)
  expect(report.followUps[0]).toMatchObject({ who: 'Anna Roth' })
  const { pages, text } = await textOf(await open(report.id, 'pdf'))
  expect(pages).toBeLessThanOrEqual(2)
  expect(text).toContain('Week of 2 to 8 March 2037, page 1 of')
  expect(text).toContain('5 critical, 7 minor')
  expect(text).toContain('Anna Roth')
  expect(text).toContain('Critical acted on the same day')
  const csv = await (await open(report.id, 'csv')).text()
  expect(csv).toContain('type,Feature request,18,0')
  expect(csv).toContain('theme,Dashboard performance slow,8,0')
  const mails = (await owner.call(listMails, {})).data
  const mailed = (start: string) => mails.filter(({ subject }) => subject.startsWith(start))
  expect(mailed('Week of 2 to 8 March 2037: “Dash')).toHaveLength(1)
  expect(mailed('Semana del 2 al 8 de marzo de 2037: «Dash')).toHaveLength(1)
  const [german] = mailed('Woche vom 2. bis 8. März 2037: „Dash')
  const words = (await owner.call(getMail, { mailId: german!.id })).text
  expect(words).toContain('5 von 12 Fehlern waren kritisch')
  expect(words).toContain('– 2. März: 47')
  expect(words).toContain('– Funktionswunsch: 18 (+18)')
  expect(words).toContain('– Kritisches am selben Tag bearbeitet: 0 % (Ziel')
  const drawn = await (await owner.fetch(`/mails/${german!.id}/html`)).text()
  expect(drawn).toContain('lang="de"')
  expect(drawn.match(/class="bar-strong"/g)).toHaveLength(1)

  // By the address in any language, its figures the same.
  const french = await owner.call(contract.getReport, { reportId: report.id, language: 'fr' })
  expect(french).toMatchObject({ language: 'fr', figures: report.figures })
  expect(french.headline).toMatch(/^« Dashboard performance slow » domine la semaine/)
  expect((await greta.call(contract.getReport, { reportId: report.id })).language).toBe('de')
  const arabic = await textOf(await owner.fetch(`/reports/${report.id}/pdf?language=ar`))
  expect(arabic.text).toContain('47')
  const spanish = await (await owner.fetch(`/reports/${report.id}/csv?language=es`)).text()
  expect(spanish).toContain('type,Petición de función,18,0')

  // What comes later changes nothing in it, and is said beside it; made again it counts anew and keeps the old one.
  await ws.run((ctx) =>
    ctx.db.run(sql`select erase_feedback(array[${decodeId('fb', report.quotes[0]!.feedbackId)!}]::uuid[])`),
  )
  await owner.call(triageFeedback, { feedbackId: ids.at(-1)!, change: { type: 'usability_issue' } })
  const later = await owner.call(contract.getReport, { reportId: report.id })
  expect(later).toMatchObject({ headline: report.headline, figures: report.figures, items: 47 })
  expect(later.quotes).toEqual(report.quotes.slice(1))
  const { changes } = await owner.call(contract.getReportChanges, { reportId: report.id })
  expect(changes.find(({ label }) => label === 'All items')).toMatchObject({ was: 47, now: 46 })
  expect(changes.find(({ label }) => label === 'Praise')).toMatchObject({ was: 9, now: 8 })
  const again = await owner.call(contract.makeReport, { kind: 'weekly', on: '2037-03-05' })
  expect(again).toMatchObject({ number: 2, isLatest: true, items: 46, mailed: 0 })
  expect((await list()).map(({ number, isLatest }) => [number, isLatest])).toEqual([
    [2, true],
    [1, false],
    [1, true],
  ])

  // Whoever has the link reads the PDF, until it expires or is ended.
  const link = await owner.call(contract.shareReport, { reportId: report.id, days: 7, language: 'pt' })
  const { pathname, search } = new URL(link.url)
  const stranger = () => t.house.http.fetch(new Request(`http://localhost${pathname}${search}`))
  expect((await textOf(await stranger())).text).toContain('47 comentários')
  t.clock.advance({ days: 8 })
  expect((await stranger()).status).toBe(404)
  const other = new URL((await owner.call(contract.shareReport, { reportId: report.id })).url).pathname
  await owner.call(contract.endReportLinks, { reportId: report.id })
  expect((await t.house.http.fetch(new Request(`http://localhost${other}`))).status).toBe(404)
}, 120_000)

test('a period without feedback, with one item, and one that has not ended say so and are set against nothing', async () => {
  t.clock.set('2037-03-11T09:00:00Z')
  const empty = await owner.call(contract.makeReport, { kind: 'weekly' })
  expect(empty).toMatchObject({
    headline: 'Nothing was heard this week',
    lead: 'Nobody waits for us.',
    items: 0,
  })
  expect((await textOf(await open(empty.id, 'pdf'))).text).toContain('No theme was named')
  await say('The new timetable saves us an hour each morning', { type: 'praise' })
  t.clock.advance({ minutes: 1 })
  const running = await owner.call(contract.makeReport, { kind: 'weekly', on: '2037-03-11' })
  expect(running.headline).toBe('One item was heard so far this week; nobody waits past their time')
  expect(running.figures).toMatchObject({ hasEnded: false, usual: null })
  expect(running.to).toBe('2037-03-11T09:01:00.000Z')
  await expect(owner.call(contract.makeReport, { kind: 'weekly', on: '2037-03-16' })).rejects.toMatchObject({
    code: 'report.ahead',
  })
  // the running week's own report comes on Monday nevertheless, under the next number
  const theirs = () => ws.run((ctx) => findReport(ctx, 'weekly', 'UTC', periodOf('weekly', '2037-03-11')))
  expect(await theirs()).toBe(decodeId('rep', running.id))
  t.clock.set('2037-03-16T07:00:00Z')
  expect(await theirs()).toBeUndefined()
  await tick()
  expect((await list())[0]).toMatchObject({ fromOn: '2037-03-09', number: 2, items: 1 })
  await t.settle() // the ledger has heard of the item
  const month = await owner.call(contract.makeReport, { kind: 'monthly', on: '2037-03-11' })
  expect(month.figures.scores).toMatchObject({ nps: null, closure: { of: 1 } })
})
