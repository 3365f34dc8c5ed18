import { beforeAll, expect, test } from 'vitest'
import { listLoops } from '#close/ledger/contract.ts'
import { links, type Missing } from '#close/ledger/rules.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers, undoMerge } from '#customers/merges/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { spanBefore, spanOf, weekOf } from '#measure/dashboards/rules.ts'
import { checkMetrics } from '#measure/metrics/check.ts'
import { listMetricRecords } from '#measure/metrics/contract.ts'
import { recount } from '#measure/metrics/kept.ts'
import { listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { noteFirstResponse } from '#organize/inbox/first-response.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  t.clock.set('2037-11-19T10:00:00Z')
})

const exact = () => ws.run((ctx) => checkMetrics(ctx))

test('history counts in trends by when it was said and starts no clock', async () => {
  const own = await t.workspace()
  const say = (occurredAt: string, channel: string) =>
    own.owner.call(submitFeedback, { verbatim: `Said on ${occurredAt}`, channel, occurredAt })
  await say('2037-11-18T09:00:00Z', 'email')
  await say('2037-11-17T09:00:00Z', 'widget')
  await say('2037-09-01T09:00:00Z', 'email')
  await say('2037-06-01T09:00:00Z', 'email')
  await t.settle()
  const health = await own.owner.call(getHealth, {})
  expect(health.span).toEqual({ from: '2037-08-21', to: '2037-11-19' })
  expect(health.volume).toMatchObject({ items: 3, before: 1 })
  const email = health.volume.channels.find((channel) => channel.channel === 'email')!
  expect(email.weeks.at(-1)).toBe(1)
  expect(email.weeks[weekOf(health.span, '2037-09-01')]).toBe(1)
  expect(health.now.lateTriage).toBe(0)
  expect(health.answers.all).toMatchObject({ answered: 0, late: 0, waiting: 0 })
})

test('every number equals the list it opens, also after triage, answers, a new segment, a merge and its undo', async () => {
  const school = await ws.owner.call(createAccount, { name: 'Hazelwick School', segment: 'School' })
  const clinic = await ws.owner.call(createAccount, { name: 'Fenwhistle Clinic', segment: 'Clinic' })
  const people = await Promise.all(
    [school, clinic].map((account, i) =>
      ws.owner.call(createContact, {
        name: `Person ${i}`,
        email: `p${i}@figures.example`,
        accountId: account.id,
      }),
    ),
  )
  const items: string[] = []
  for (let i = 0; i < 24; i++) {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: `Item ${i}`,
      channel: ['email', 'widget', 'chat'][i % 3]!,
      occurredAt: new Date(t.clock.now().getTime() - (i % 6) * 86_400_000).toISOString(),
      ...(i % 4 !== 3 && { contactId: people[i % 2]!.id, accountId: [school, clinic][i % 2]!.id }),
    })
    items.push(item.id)
  }
  const id = (i: number) => items[i]!
  for (const i of [0, 1, 2, 3, 4, 5, 6])
    await ws.owner.call(triageFeedback, { feedbackId: id(i), change: { type: 'praise' } })
  for (const i of [0, 3, 4])
    await ws.owner.call(triageFeedback, { feedbackId: id(i), change: { status: 'done' } })
  await ws.owner.call(triageFeedback, { feedbackId: id(7), change: { status: 'spam' } })
  t.clock.advance({ hours: 3 })
  for (const i of [0, 1, 8, 12])
    await ws.run((ctx) => noteFirstResponse(ctx, decodeId('fb', id(i))!, ctx.now()))
  t.clock.advance({ hours: 26 })
  await ws.run((ctx) => noteFirstResponse(ctx, decodeId('fb', id(2))!, ctx.now()))

  const compare = async () => {
    await t.settle()
    expect(await exact()).toMatchObject({ wrongFacts: 0, wrongSums: 0 })
    for (const segment of [undefined, 'school', 'clinic']) {
      const health = await ws.owner.call(getHealth, { period: '4w', ...(segment && { segment }) })
      const total = async (key: 'volume' | 'response_time', filter: object) => {
        const page = await ws.owner.call(listMetricRecords, {
          ...{ key, ...health.span, limit: 100, ...filter },
          ...(segment && { segment }),
        })
        expect(page.data.length).toBe(page.total)
        return page.total
      }
      expect(await total('volume', {})).toBe(health.volume.items)
      for (const channel of health.volume.channels) {
        expect(await total('volume', { channel: channel.channel })).toBe(channel.items)
        expect(channel.weeks.reduce((a, b) => a + b)).toBe(channel.items)
        if (!segment) {
          const inbox = await ws.owner.call(listFeedback, {
            status: '!spam',
            channel: channel.channel,
            occurredFrom: health.span.from,
            occurredTo: health.span.to,
            limit: 100,
          })
          expect(inbox.data.length).toBe(channel.items)
        }
      }
      for (const stage of health.loop) {
        const listed = async (filter: object) =>
          (
            await ws.owner.call(listLoops, {
              ...health.span,
              ...(segment && { segment }),
              limit: 100,
              ...filter,
            })
          ).data.length
        const missing = links[links.indexOf(stage.stage) + 1] as Missing | undefined
        expect(await listed({ state: 'all', reached: stage.stage })).toBe(stage.reached)
        expect(await listed(missing ? { missing } : { state: 'closed' })).toBe(stage.stopped)
      }
      for (const answer of ['answered', 'inside', 'late', 'waiting'] as const) {
        expect(await total('response_time', { part: answer })).toBe(health.answers.all[answer])
        for (const one of health.answers.channels)
          expect(await total('response_time', { part: answer, channel: one.channel! })).toBe(one[answer])
      }
      if (!segment) {
        const late = await ws.owner.call(listFeedback, { late: 'true', status: '!spam', limit: 100 })
        expect(late.data.length).toBe(health.now.lateTriage)
      }
    }
  }
  await compare()
  const before = await ws.owner.call(getHealth, { period: '4w' })
  expect(before.volume.items).toBe(23)
  expect(before.answers.all).toMatchObject({ answered: 5, inside: 4, median: 180 })
  expect(before.loop.find((one) => one.stage === 'told')!.reached).toBeGreaterThan(0)

  const ofClinics = async () =>
    (await ws.owner.call(getHealth, { period: '4w', segment: 'clinic' })).volume.items
  const said = await ofClinics()
  expect(said).toBeGreaterThan(0)
  await ws.owner.call(changeAccount, { accountId: clinic.id, segment: 'School' })
  await compare()
  // said by a clinic, whatever it is now
  expect(await ofClinics()).toBe(said)
  await ws.owner.call(changeAccount, { accountId: clinic.id, segment: 'Clinic' })
  const merge = await ws.owner.call(mergeCustomers, {
    kind: 'account',
    survivorId: school.id,
    loserId: clinic.id,
  })
  await compare()
  expect(await ofClinics()).toBe(0)
  await ws.owner.call(undoMerge, { mergeId: merge.id })
  await compare()
  expect(await ws.owner.call(getHealth, { period: '4w' })).toMatchObject({
    volume: before.volume,
    loop: before.loop,
  })
})

test('NPS counts each quarter’s answers of NPS surveys and hides scores under five', async () => {
  const own = await t.workspace()
  const account = await own.owner.call(createAccount, { name: 'Larchmont', segment: 'School' })
  const answer = (score: number, at: string, isProvisional = false) =>
    own.run((ctx) =>
      ctx.db.run(sql`
        insert into responses (workspace_id, id, survey_id, survey_version, account_id, channel, score, is_negative, is_provisional, submitted_at)
        select ${own.id}, ${newId()}, s.id, 1, ${decodeId('acct', account.id)!}, 'phone', ${score}, ${score <= 6}, ${isProvisional}, ${at}
        from surveys s where s.workspace_id = ${own.id} and s.key = 'nps'`),
    )
  for (const score of [10, 9, 9, 8, 3, 0]) await answer(score, '2037-08-03T10:00:00Z')
  await answer(10, '2037-08-03T10:00:00Z', true)
  for (const score of [10, 10, 2]) await answer(score, '2037-11-02T10:00:00Z')
  await own.run(async (ctx) => {
    const rows = await ctx.db.many<{ id: string }>(
      sql`select id from responses where workspace_id = ${own.id}`,
    )
    await recount(
      ctx,
      'responses',
      rows.map(({ id }) => id),
    )
  })
  const { nps } = await own.owner.call(getHealth, {})
  expect(nps.quarters.at(-2)).toMatchObject({
    name: 'Q3 37',
    n: 6,
    promoters: 3,
    passives: 1,
    detractors: 2,
    score: 17,
  })
  expect(nps.quarters.at(-1)).toMatchObject({ name: 'Q4 37', n: 3, score: null, low: null, high: null })
  expect(nps.latest).toMatchObject({ band: 'poor', quarter: { name: 'Q3 37' }, change: null })
  for (const group of ['promoter', 'passive', 'detractor'] as const) {
    const { from, to } = nps.latest!.quarter
    const list = await own.owner.call(listMetricRecords, { key: 'nps', from, to, part: group })
    expect(list.total).toBe(nps.latest!.quarter[`${group}s`])
    expect(list.data.length).toBe(list.total)
  }
  expect((await own.owner.call(getHealth, { segment: 'clinic' })).nps.latest).toBeNull()
})

test('figures of one workspace count nothing of another', async () => {
  const other = await t.workspace()
  const health = await other.owner.call(getHealth, { period: 'year' })
  expect(health).toMatchObject({
    hasAnything: false,
    volume: { items: 0 },
    now: { lateTriage: 0, openCases: 0 },
  })
  expect((await other.owner.call(listMetricRecords, { key: 'volume' })).total).toBe(0)
})

test('a period is whole weeks up to today, and the one before it as long', () => {
  const span = spanOf('13w', '2037-11-19')
  expect(span).toEqual({ from: '2037-08-21', to: '2037-11-19' })
  expect(spanBefore(span)).toEqual({ from: '2037-05-22', to: '2037-08-20' })
  expect([weekOf(span, '2037-08-21'), weekOf(span, '2037-08-28'), weekOf(span, '2037-11-19')]).toEqual([
    0, 1, 12,
  ])
})
