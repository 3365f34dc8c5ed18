import { beforeAll, describe, expect, test } from 'vitest'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { listThemeItems } from '#analyze/themes/contract.ts'
import { submitTogether } from '#collect/feedback/commands.ts'
import { changeAccount } from '#customers/accounts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import {
  listCorrelationAccounts,
  listCorrelations,
  listDriverAnswers,
  listDrivers,
} from '#measure/correlations/contract.ts'
import { names, seedLeaving } from '#measure/correlations/test-leaving.ts'
import { sql } from '#platform/db/sql.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

// Seen on 10 July with windows of 90 days: said from 12 January, seen from 12 April on.

const t = await testApp()
let ws: TestWorkspace
let ids: string[]
let theme: { id: string }
const churn = (more: object = {}) => ws.owner.call(listCorrelations, { days: '90', ...more })
const accounts = (more: object) => ws.owner.call(listCorrelationAccounts, { days: '90', ...more })

beforeAll(async () => {
  t.clock.set('2037-01-05T10:00:00Z')
  ws = await t.workspace()
  const seeded = await seedLeaving(t, ws)
  ids = seeded.ids
  theme = seeded.theme
})

describe('churn', () => {
  test('accounts are counted as they stood on the day, and only what was said before it counts', async () => {
    const found = await churn()
    expect(found).toMatchObject({
      from: '2037-01-12',
      at: '2037-04-12',
      to: '2037-07-10',
      accounts: 61,
      hits: 12,
    })
    const one = found.data.find(({ label }) => label === 'statement exports')!
    expect(one).toMatchObject({ accounts: 20, hits: 8, exposure: `theme:${theme.id}` })
    expect(one.ratio!.ratio).toBeCloseTo(8 / 20 / (4 / 41), 10)
    expect(one.ratio!.holds).toBe(true)
    expect(one.text).toMatch(
      /^67 % of those that left had mentioned statement exports, against 24 % of those that stayed\./,
    )
    const silence = found.data.find(({ kind }) => kind === 'silence')!
    expect(silence).toMatchObject({ accounts: 41, hits: 4 })
    expect(silence.ratio!.ratio).toBeCloseTo(1 / one.ratio!.ratio!, 10)
  })

  test('each number opens the very accounts, and each account its items', async () => {
    const exposure = `theme:${theme.id}`
    const left = await accounts({ exposure, exposed: 'true', hit: 'true' })
    expect(left.data.map(({ name }) => name)).toEqual(names.slice(0, 8))
    expect(left.data[0]).toMatchObject({ hitOn: '2037-05-20', times: 2, segment: 'clinic' })
    expect(left.label).toBe('statement exports')
    expect((await accounts({ hit: 'true' })).data).toHaveLength(12)
    const first = await accounts({ exposure, exposed: 'false', hit: 'false', limit: 20 })
    const second = await accounts({
      exposure,
      exposed: 'false',
      hit: 'false',
      limit: 20,
      cursor: first.nextCursor!,
    })
    expect([...first.data, ...second.data]).toHaveLength(37)
    const { data } = await ws.owner.call(listThemeItems, {
      themeId: theme.id,
      accountId: left.data[0]!.id,
      from: '2037-01-12',
      to: '2037-04-11',
    })
    expect(data).toHaveLength(2)
  })

  test('a segment is the one an account had then, not now', async () => {
    await ws.owner.call(changeAccount, { accountId: ids[1]!, segment: 'Clinic' })
    const school = await churn({ segment: 'school' })
    expect(school).toMatchObject({ accounts: 31, hits: 6 })
  })

  test('an account that was merged into another counts with it, once', async () => {
    await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: ids[40]!, loserId: ids[19]! })
    await t.settle()
    const found = await churn()
    expect(found).toMatchObject({ accounts: 60, hits: 12 })
    expect(found.data.find(({ label }) => label === 'statement exports')).toMatchObject({
      accounts: 20,
      hits: 8,
    })
  })

  test('without anybody who left there is not enough data, and that is said', async () => {
    const found = await ws.owner.call(listCorrelations, { days: '90', segment: 'nowhere' })
    expect(found).toMatchObject({ accounts: 0, hits: 0, compared: 0, data: [] })
  })

  test('all of them leave as CSV, with the base rate', async () => {
    const csv = await (await ws.owner.fetch('/correlations/export?days=90')).text()
    const lines = csv.trim().split('\n')
    expect(csv).toContain(',statement exports,20,8,')
    expect(lines.at(-1)).toContain('churn,2037-01-12,2037-04-12,2037-07-10,all,All accounts,60,12')
  })
})

test('a renewal that was moved on was made; who left by then did not renew', async () => {
  const found = await churn({ outcome: 'renewal' })
  expect(found).toMatchObject({ accounts: 60, hits: 12 })
  const { data } = await accounts({ outcome: 'renewal', hit: 'true' })
  expect(data.map(({ name }) => name)).toContain(names[20])
})

describe('drivers of the NPS', () => {
  test('what a theme costs is the share of its answers times the difference of the two scores', async () => {
    const said = { export: 'Statement export again', praise: 'Friendly people' }
    const counts = { export: [3, 3, 4, 5, 6, 6, 7, 9], praise: [9, 9, 10, 10, 9, 8, 7, 10, 9, 6] }
    for (const [what, scores] of Object.entries(counts))
      for (const [i, score] of scores.entries()) {
        const person = await seedPerson(ws, { name: `${what} ${i}` })
        const responseId = await seedAnswer(ws, person, score)
        await ws.run(async (ctx) => {
          await submitTogether(
            ctx,
            [{ ctx, input: { verbatim: said[what as keyof typeof said], channel: 'survey' } }],
            { responseId },
          )
          await ctx.db.run(
            sql`update responses set item_made_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${responseId}`,
          )
        })
      }
    await t.settle()
    const found = await ws.owner.call(listDrivers, { days: '90' })
    expect(found).toMatchObject({ answers: 18, isWhole: true, nps: 6 })
    const [one] = found.data
    expect(one).toMatchObject({
      label: 'statement exports',
      with: { promoters: 1, passives: 1, detractors: 6 },
      without: { promoters: 7, passives: 2, detractors: 1 },
    })
    expect(one!.difference!.points).toBeCloseTo(-62.5 - 60, 10)
    expect(one!.cost!.points).toBeCloseTo((8 / 18) * 122.5, 10)
    expect(one!.difference!.holds).toBe(true)
    const behind = await ws.owner.call(listDriverAnswers, { days: '90', theme: theme.id, group: 'detractor' })
    expect(behind.data).toHaveLength(6)
  })
})
