import { beforeAll, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { responseRecorded } from '#collect/surveys/events.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers, undoMerge } from '#customers/merges/contract.ts'
import { checkMetrics } from '#measure/metrics/check.ts'
import * as contract from '#measure/metrics/contract.ts'
import { metrics } from '#measure/metrics/definitions.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { getCalendar, putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  t.clock.set('2037-11-19T10:00:00Z')
})

const exact = async (of: TestWorkspace) => {
  await t.settle()
  expect(await of.run((ctx) => checkMetrics(ctx))).toMatchObject({ wrongFacts: 0, wrongSums: 0 })
}

/** Answers of nobody in particular, as an import writes them, and the event that names them. */
async function answers(of: TestWorkspace, scores: readonly number[], at: string, key = 'nps') {
  await of.run(async (ctx) => {
    const ids = scores.map(() => newId())
    await ctx.db.run(sql`
      insert into responses (workspace_id, id, survey_id, survey_version, channel, score, is_negative, submitted_at)
      select ${of.id}, n.id, s.id, 1, 'import', n.score, n.score < 7, ${at}
      from unnest(${ids}::uuid[], ${scores}::int[]) n (id, score), surveys s where s.workspace_id = ${of.id} and s.key = ${key}`)

    await ctx.emit(responseRecorded, { subjectId: ids[0]!, payload: { responseIds: ids } })
  })
}

test('100 answers, 60 promoters, 30 passives and 10 detractors, are an NPS of 50, and each part opens its answers', async () => {
  const own = await t.workspace()
  const scores = [...Array(60).fill(9), ...Array(30).fill(8), ...Array(10).fill(3)]
  await answers(own, scores, '2037-11-10T10:00:00Z')
  await t.settle()
  const nps = await own.owner.call(contract.getMetric, { key: 'nps', by: 'survey', step: 'month' })
  expect(nps.figure).toMatchObject({
    n: 100,
    value: 50,
    parts: { promoter: 60, passive: 30, detractor: 10 },
    cameLate: 100,
  })
  expect(nps.metric.bands!.find((band) => band.from <= 50)!.name).toBe('good')
  expect(nps.groups).toMatchObject([{ of: [{ label: 'NPS' }], figure: { value: 50 } }])
  expect(nps.points.map((point) => [point.from, point.figure.n])).toEqual([
    ['2037-08-21', 0],
    ['2037-09-01', 0],
    ['2037-10-01', 0],
    ['2037-11-01', 100],
  ])
  for (const [part, n] of Object.entries(nps.figure.parts)) {
    const list = await own.owner.call(contract.listMetricRecords, { key: 'nps', part, limit: 100 })
    expect([list.total, list.data.length]).toEqual([n, n])
  }
  const csv = await (await own.owner.fetch('/metrics/nps/export?by=survey&step=month')).text()
  expect(csv.split('\n')[1]).toMatch(/^nps,points,whole,2037-08-21,2037-11-19,,50,/)
})

test('a time of more than a year stands against all of the same days a year earlier', async () => {
  const own = await t.workspace()
  for (const [at, n] of [
    ['2035-06-10T10:00:00Z', 5],
    ['2036-06-10T10:00:00Z', 6],
    ['2037-06-10T10:00:00Z', 7],
  ] as const)
    await answers(own, Array(n).fill(9), at)
  await t.settle()
  const of = { key: 'nps', from: '2035-12-01', to: '2037-11-19', compare: 'year', step: 'quarter' } as const
  const nps = await own.owner.call(contract.getMetric, of)
  expect([nps.figure.n, nps.figureBefore!.n]).toEqual([13, 11])
  const said = (points: typeof nps.points) => points.map(({ figure }) => figure.n).filter((n) => n > 0)
  expect([said(nps.points), said(nps.pointsBefore)]).toEqual([
    [6, 7],
    [5, 6],
  ])
})

test('segment and MRR are those of then, not of now; a segment that is learned later counts for what was said before', async () => {
  const own = await t.workspace()
  t.clock.set('2037-10-05T10:00:00Z')
  const account = await own.owner.call(createAccount, {
    name: 'Hazelwick',
    segment: 'School',
    mrrCents: 40_000,
  })
  const later = await own.owner.call(createAccount, { name: 'Fenwhistle' })
  const say = (accountId: string) =>
    own.owner.call(submitFeedback, { verbatim: 'It is slow', channel: 'email', accountId })
  await say(account.id)
  await say(later.id)
  t.clock.set('2037-11-19T10:00:00Z')
  await own.owner.call(changeAccount, { accountId: account.id, segment: 'Clinic', mrrCents: 600_000 })
  await own.owner.call(changeAccount, { accountId: later.id, segment: 'Clinic' })
  await say(account.id)
  await exact(own)
  const of = async (by: 'segment' | 'mrr') =>
    Object.fromEntries(
      (await own.owner.call(contract.getMetric, { key: 'volume', by })).groups.map((group) => [
        group.of[0]!.label,
        group.figure.n,
      ]),
    )
  expect(await of('segment')).toEqual({ School: 1, Clinic: 2 })
  expect(await of('mrr')).toEqual({ 'under 500': 1, '2,000 to 10,000': 1, 'MRR not known': 1 })
  const merge = await own.owner.call(mergeCustomers, {
    kind: 'account',
    survivorId: later.id,
    loserId: account.id,
  })
  await exact(own)
  expect(await of('segment')).toEqual({ Clinic: 3 })
  await own.owner.call(undoMerge, { mergeId: merge.id })
  await exact(own)
  expect(await of('segment')).toEqual({ School: 1, Clinic: 2 })
})

test('two dimensions give a cell each; filters and cells open as many records as they say', async () => {
  const survey = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'post-support')!
  const contact = await ws.owner.call(createContact, { name: 'Mirela Tóth', email: 'mirela@figures.example' })
  for (const score of [5, 4, 2])
    await ws.owner.call(enterResponse, { surveyId: survey.id, contactId: contact.id, answers: { score } })
  for (let i = 0; i < 12; i++) {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: `Item ${i}`,
      channel: ['email', 'widget', 'chat'][i % 3]!,
      occurredAt: new Date(t.clock.now().getTime() - (i % 5) * 86_400_000).toISOString(),
    })
    if (i % 4)
      await ws.owner.call(triageFeedback, {
        feedbackId: item.id,
        change: i === 5 ? { status: 'spam' } : { type: i % 2 ? 'praise' : 'bug_report' },
      })
  }
  await exact(ws)
  const volume = await ws.owner.call(contract.getMetric, { key: 'volume', by: 'channel', and: 'type' })
  expect(volume.figure.n).toBe(12)
  expect(volume.groups.reduce((sum, group) => sum + group.figure.n, 0)).toBe(12)
  expect(volume.points.reduce((sum, point) => sum + point.figure.n, 0)).toBe(12)
  for (const { of, figure } of volume.groups) {
    const filter = { key: 'volume' as const, channel: of[0]!.key, type: of[1]!.key }
    const list = await ws.owner.call(contract.listMetricRecords, { ...filter, limit: 100 })
    expect([list.total, list.data.length]).toEqual([figure.n, figure.n])
    expect((await ws.owner.call(contract.getMetric, filter)).figure.n).toBe(figure.n)
  }
  const first = await ws.owner.call(contract.listMetricRecords, { key: 'volume', limit: 7 })
  const rest = await ws.owner.call(contract.listMetricRecords, {
    key: 'volume',
    limit: 7,
    cursor: first.nextCursor!,
  })
  expect(new Set([...first.data, ...rest.data].map((row) => row.id)).size).toBe(12)
})

test('days are those of the workspace’s clock, also after it was set to another zone', async () => {
  const own = await t.workspace()
  await own.owner.call(submitFeedback, {
    verbatim: 'Late on Sunday in Berlin it is Monday in Sydney',
    channel: 'email',
    occurredAt: '2037-11-15T20:00:00Z',
  })
  await exact(own)
  const days = async () =>
    (
      await own.owner.call(contract.getMetric, { key: 'volume', from: '2037-11-09', step: 'week' })
    ).points.map((point) => point.figure.n)
  expect(await days()).toEqual([1, 0])
  const { nextClosed: _, ...calendar } = await own.owner.call(getCalendar, {})
  await own.owner.call(putCalendar, { ...calendar, zone: 'Australia/Sydney' })
  await exact(own)
  expect(await days()).toEqual([0, 1])
})

test('the check finds what was counted wrongly and counts it anew', async () => {
  await ws.run(async (ctx) => {
    await ctx.db.run(sql`update metric_sums set n = n + 2 where workspace_id = ${ws.id} and fact = 'item'`)
    await ctx.db.run(sql`delete from metric_facts where workspace_id = ${ws.id} and fact = 'answer'`)
  })
  const found = await ws.owner.call(contract.checkMetrics, {})
  expect(found.wrongFacts).toBe(3)
  expect(found.wrongSums).toBeGreaterThan(0)
  await exact(ws)
  await expect((await ws.as('manager')).call(contract.checkMetrics, {})).rejects.toMatchObject({
    status: 403,
  })
})

test('every metric has an answer without any data, and refuses what it cannot be split by', async () => {
  const own = await t.workspace()
  for (const { key, by } of metrics) {
    const answer = await own.owner.call(contract.getMetric, { key, by: by[0] })
    expect(answer.figure.n).toBe(0)
    expect(answer.groups).toEqual([])
    expect((await own.owner.call(contract.listMetricRecords, { key })).total).toBe(0)
  }
  await expect(own.owner.call(contract.getMetric, { key: 'nps', by: 'type' })).rejects.toMatchObject({
    code: 'metrics.not_by',
  })
  await expect(
    own.owner.call(contract.getMetric, { key: 'nps', from: '2037-01-02', to: '2037-01-01' }),
  ).rejects.toMatchObject({ code: 'metrics.no_time' })
})
