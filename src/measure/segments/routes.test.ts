import { beforeAll, expect, test } from 'vitest'
import { createTheme } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { responseRecorded } from '#collect/surveys/events.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import * as metrics from '#measure/metrics/contract.ts'
import * as contract from '#measure/segments/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
const ids: Record<string, string> = {}
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  t.clock.set('2037-09-01T10:00:00Z')
  const make = async (name: string, segment: string, mrrCents: number) => {
    ids[name] = (await ws.owner.call(createAccount, { name, segment, mrrCents })).id
  }
  for (let i = 0; i < 6; i++) await make(`School ${i}`, 'School', 40_000)
  for (let i = 0; i < 3; i++) await make(`Clinic ${i}`, 'Clinic', 600_000)
  await make('Mover', 'Club', 40_000)
})

const comparison = (by: 'segment' | 'mrr' = 'segment') =>
  ws.owner.call(contract.compareSegments, { from: '2037-09-01', to: '2037-11-29', by })

/** NPS answers of an account, as an import writes them. */
async function answers(account: string, scores: readonly number[], at: string) {
  await ws.run(async (ctx) => {
    const made = scores.map(() => newId())
    await ctx.db.run(sql`
      insert into responses (workspace_id, id, survey_id, survey_version, channel, account_id, score, is_negative, submitted_at)
      select ${ws.id}, n.id, s.id, 1, 'import', ${decodeId('acct', ids[account]!)!}, n.score, n.score < 7, ${at}
      from unnest(${made}::uuid[], ${scores}::int[]) n (id, score), surveys s where s.workspace_id = ${ws.id} and s.key = 'nps'`)
    await ctx.emit(responseRecorded, { subjectId: made[0]!, payload: { responseIds: made } })
  })
}
const say = async (account: string, times: number, verbatim = 'The invoice is wrong') => {
  for (let i = 0; i < times; i++)
    await ws.owner.call(submitFeedback, {
      verbatim: `${verbatim} ${i}`,
      channel: 'email',
      accountId: ids[account]!,
    })
}

test('a workspace without anything compares nothing and says so', async () => {
  const own = await t.workspace()
  for (const by of ['segment', 'mrr', 'product'] as const) {
    const empty = await own.owner.call(contract.compareSegments, { by })
    expect(empty).toMatchObject({ groups: [], themes: [], compared: 0, accounts: 0 })
    for (const { all, cells } of empty.metrics) expect([all.n, cells]).toEqual([0, []])
  }
})

test('each cell is the Explorer’s figure of that group as it was then, and opens as many records; tiny groups show none', async () => {
  await answers('School 0', [...Array(12).fill(10), ...Array(8).fill(9)], '2037-09-20T10:00:00Z')
  await answers('Clinic 0', [...Array(14).fill(2), ...Array(6).fill(8)], '2037-09-20T10:00:00Z')
  // said as a club, before it became a clinic and the last club was gone
  await answers('Mover', [9, 9, 9], '2037-09-20T10:00:00Z')
  t.clock.set('2037-10-16T10:00:00Z')
  await ws.owner.call(changeAccount, { accountId: ids.Mover!, segment: 'Clinic' })
  await answers('Mover', [1, 1], '2037-10-20T10:00:00Z')
  t.clock.set('2037-11-29T23:00:00Z')
  await t.settle()
  const found = await comparison()
  expect(
    found.groups.map(({ label, accounts, isGone }) => [label, Math.round(accounts! * 10) / 10, isGone]),
  ).toEqual([
    ['School', 6, false],
    ['Clinic', 3.5, false],
    // half of the time one account, today none
    ['Club', 0.5, true],
  ])
  const nps = found.metrics.find(({ metric }) => metric.key === 'nps')!
  expect(
    nps.cells.map(({ figure, difference }) => [figure.n, figure.value, difference?.claim ?? null]),
  ).toEqual([
    [20, 100, 'holds'],
    [22, -73, 'holds'],
    [3, null, null],
  ])
  for (const { group, figure } of nps.cells) {
    const which = { key: 'nps' as const, segment: group, ...found.span }
    expect((await ws.owner.call(metrics.getMetric, which)).figure).toEqual(figure)
    expect((await ws.owner.call(metrics.listMetricRecords, which)).total).toBe(figure.n)
  }
  const asked = { key: 'nps' as const, ...found.span }
  const weighted = await ws.owner.call(contract.getWeightedMetric, asked)
  expect(weighted.plain).toMatchObject({ n: 45, value: 16 })
  // of the accounts over the time 6 were schools, 3.5 clinics and half a club
  expect(weighted.groups.map(({ label, n, ofBase }) => [label, n, Math.round(100 * ofBase)])).toEqual([
    ['School', 20, 60],
    ['Clinic', 22, 35],
    ['Club', 3, 5],
  ])
  expect(weighted.weighted!.figure.value).toBe(Math.round(0.6 * 100 - 0.35 * (1600 / 22) + 0.05 * 100))
  expect(weighted.weighted!.effective).toBeCloseTo(
    45 ** 2 / (27 ** 2 / 20 + 15.75 ** 2 / 22 + 2.25 ** 2 / 3),
    0,
  )
  expect(nps.weighted).toEqual(weighted.weighted)
  const none = await ws.owner.call(contract.getWeightedMetric, { ...asked, key: 'ces', by: 'mrr' })
  expect([none.weighted, none.groups]).toEqual([null, []])
  const bands = await comparison('mrr')
  expect(bands.groups.map(({ label }) => label)).toEqual(['under 500', '2,000 to 10,000'])
  expect(bands.metrics.map(({ metric }) => metric.key)).not.toContain('closure_rate')
  expect(bands.without).toEqual(['Loop closure rate'])
})

test('volume counts for every 100 accounts of the time, and one loud account makes it less sure', async () => {
  for (let i = 0; i < 6; i++) await say(`School ${i}`, 2)
  await say('Clinic 0', 10)
  await t.settle()
  const volume = (await comparison()).metrics.find(({ isPerHundred }) => isPerHundred)!
  const [school, clinic] = volume.cells.map(({ figure }) => figure)
  expect([school!.n, Math.round(school!.value!)]).toEqual([12, 200])
  expect([clinic!.n, Math.round(clinic!.value!)]).toEqual([10, 286])
  // clinics say more by count, but one of them says all of it
  expect(volume.cells[1]!.difference!.claim).toBe('chance')
  expect(Math.round(volume.all.value!)).toBe(220)
})

test('a theme’s share is of those that spoke, each account once, and opens what they said', async () => {
  await say('School 0', 3, 'The export loses rows')
  await say('School 1', 1, 'The export loses rows')
  await ws.owner.call(createTheme, { name: 'Exports', rules: ['export'] })
  await t.settle()
  const found = await comparison()
  const theme = found.themes.find(({ name }) => name === 'Exports')!
  const [school, clinic] = theme.cells
  expect([school!.figure.n, school!.figure.parts.hit]).toEqual([6, 2])
  expect([clinic!.figure.n, clinic!.figure.value]).toEqual([1, null])
  const list = await ws.owner.call(contract.listSegmentThemeRecords, {
    ...found.span,
    group: school!.group,
    theme: theme.id,
    limit: 3,
  })
  expect([list.total, list.speakers, list.data.length, list.theme]).toEqual([4, 2, 3, 'Exports'])
  const rest = await ws.owner.call(contract.listSegmentThemeRecords, {
    ...found.span,
    group: school!.group,
    theme: theme.id,
    cursor: list.nextCursor!,
  })
  expect(rest.data).toHaveLength(1)
  expect(
    (await ws.owner.call(contract.listSegmentThemeRecords, { ...found.span, group: school!.group })).speakers,
  ).toBe(6)
  // who is in no group is shown and counts for none of them
  for (let i = 0; i < 9; i++)
    await ws.owner.call(submitFeedback, { verbatim: `The export is slow ${i}`, channel: 'widget' })
  await t.settle()
  const after = await comparison()
  expect(after.groups.at(-1)!.label).toBe('Segment not known')
  const exports = after.themes.find(({ name }) => name === 'Exports')!
  expect([exports.all.n, exports.cells[0]]).toEqual([theme.all.n, school])
  expect(exports.cells.at(-1)).toMatchObject({ figure: { n: 9, value: 100 }, difference: null })
  const csv = await (
    await ws.owner.fetch(`/metrics/segments/export?from=${found.span.from}&to=${found.span.to}`)
  ).text()
  expect(csv).toMatch(/\nNPS,points,2037-09-01,2037-11-29,School,6,100,/)
  expect(csv).toMatch(/\nExports,percent of speakers,2037-09-01,2037-11-29,School,6,33\.3/)
})
