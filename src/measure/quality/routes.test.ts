import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { unzipSync } from 'fflate'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { logAction } from '#act/corrective-actions/contract.ts'
import { getPlaybook, reviewPlaybook } from '#act/playbooks/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { announced, customer, exportWords, request, said, ship } from '#close/ledger/test-loops.ts'
import { invitationRecorded } from '#collect/surveys/events.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import * as quality from '#measure/quality/contract.ts'
import { countMarked, markAll, missDue } from '#measure/quality/counting.ts'
import { checkQuality } from '#measure/quality/doctor.ts'
import { mergeFeedback, undoItemMerge } from '#organize/duplicates/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { decideRequest, linkEvidence, mergeRequest } from '#prioritize/requests/contract.ts'
import { endReview, listReviews, startReview } from '#prioritize/reviews/contract.ts'
import { tasks as reviewTasks } from '#prioritize/reviews/jobs.ts'

const t = await testApp()
let ws: TestWorkspace
let ana: Awaited<ReturnType<typeof customer>>
let bo: typeof ana

beforeAll(() => t.clock.set('2037-11-09T16:00:00Z'))
beforeEach(async () => {
  t.clock.advance({ days: 28 })
  ws = await t.workspace()
  ana = await customer(ws, 'Ana Abara')
  bo = await customer(ws, 'Bo Berg')
})

/** Everything is heard and judged, what fell due by the clock included. */
const settled = async () => {
  t.clock.advance({ minutes: 3 })
  await t.settle()
  await ws.run(async (ctx) => {
    await markAll(ctx, 'workspace')
    await countMarked(ctx)
    await missDue(ctx)
  })
}
const check = (key: string) => ws.owner.call(quality.getCheck, { key })
const sums = async (key: string) => {
  await settled()
  const { met, missed, pending, notDue } = await check(key)
  return [met, missed, pending, notDue]
}
const failing = async (key: string, verdict: 'met' | 'missed' | 'pending' | 'not_due' = 'missed') =>
  (await ws.owner.call(quality.listOccurrences, { key, verdict })).data
const triage = (feedbackId: string, change: Record<string, string>) =>
  ws.owner.call(triageFeedback, { feedbackId, change })
/** What is kept is what follows from the records. */
const proven = async () => {
  await settled()
  expect(await ws.run((ctx) => checkQuality(ctx))).toMatchObject({ wrong: 0, wrongSums: 0 })
}

describe('every item is categorised within 24 hours', () => {
  it('in time it is met, later it is missed, and the failing item is one click away', async () => {
    const [early, late, open] = [await said(ws, ana), await said(ws, bo), await said(ws, null)]
    expect(await sums('categorised')).toEqual([0, 0, 3, 0])
    await triage(early, { type: 'question' })
    t.clock.advance({ hours: 25 })
    await triage(late, { type: 'question' })
    expect(await sums('categorised')).toEqual([1, 2, 0, 0])
    const missed = await failing('categorised')
    expect(missed.map((one) => one.to).sort()).toEqual([`inbox/${late}`, `inbox/${open}`].sort())
    expect(missed.find((one) => one.to === `inbox/${late}`)).toMatchObject({
      title: exportWords,
      contact: { id: bo.id, name: 'Bo Berg' },
      met: expect.any(String),
    })
    const figures = await check('categorised')
    expect(figures).toMatchObject({ state: 'missed', target: 95, share: 1 / 3 })
    expect(figures.ticks.at(-1)!.missed + figures.ticks.at(-2)!.missed).toBe(2)
    await proven()
  })

  it('a merged item is understood with the other, until the merge is undone; spam owes nothing', async () => {
    const [kept, merged] = [await said(ws, ana), await said(ws, bo)]
    await triage(kept, { type: 'question' })
    const { id: mergeId } = await ws.owner.call(mergeFeedback, { keptId: kept, mergedId: merged })
    t.clock.advance({ hours: 30 })
    expect(await sums('categorised')).toEqual([2, 0, 0, 0])
    await ws.owner.call(undoItemMerge, { mergeId })
    expect(await sums('categorised')).toEqual([1, 1, 0, 0])
    await triage(merged, { status: 'spam' })
    expect(await sums('categorised')).toEqual([1, 0, 0, 0])
    await proven()
  })
})

describe('critical is acted on the same day', () => {
  const critical = (id: string) => triage(id, { type: 'bug_report', priority: 'critical' })

  it('a step done is half of it: the customer has to be told too', async () => {
    const item = await said(ws, ana, 'Nobody can sign in.')
    await critical(item)
    await ws.owner.call(logAction, {
      kind: 'product',
      finding: 'A certificate ran out.',
      dueOn: '2039-12-29',
      feedbackId: item,
    })
    expect(await sums('critical_same_day')).toEqual([0, 0, 1, 0])
    const { data } = await ws.owner.call(listCases, { playbook: 'critical-bug' })
    await ws.owner.call(logTouchpoint, {
      kind: 'call',
      summary: 'We are on it.',
      caseId: data[0]!.id,
      contactId: ana.id,
    })
    expect(await sums('critical_same_day')).toEqual([1, 0, 0, 0])
    await proven()
  })

  it('told a day later it is missed; nobody to tell, the act alone counts; no longer critical, nothing is owed', async () => {
    const [late, nobody, mistaken] = [await said(ws, ana), await said(ws, null), await said(ws, bo)]
    for (const item of [late, nobody, mistaken]) await critical(item)
    for (const feedbackId of [late, nobody])
      await ws.owner.call(logAction, {
        kind: 'product',
        finding: 'Found it.',
        dueOn: '2039-12-29',
        feedbackId,
      })
    await triage(mistaken, { priority: 'low' })
    t.clock.advance({ days: 5 })
    await ws.owner.call(logTouchpoint, { kind: 'call', summary: 'Done.', contactId: ana.id })
    expect(await sums('critical_same_day')).toEqual([1, 1, 0, 0])
    expect(await failing('critical_same_day')).toMatchObject([{ to: `inbox/${late}`, met: null }])
    await proven()
  })

  it('a due time that was given stays when the hours change', async () => {
    const item = await said(ws, ana)
    await critical(item)
    await settled()
    const [before] = await failing('critical_same_day', 'pending')
    const { nextClosed: _, ...calendar } = await ws.owner.fetch('/calendar').then((answer) => answer.json())
    await ws.owner.call(putCalendar, { ...calendar, zone: 'Pacific/Auckland' })
    await triage(item, { urgency: 'now' })
    await settled()
    expect((await failing('critical_same_day', 'pending'))[0]!.due).toBe(before!.due)
    await proven()
  })
})

describe('feature requests are logged', () => {
  it('once an item, or what was merged with it, stands behind a request; unlinked it is owed again', async () => {
    const [one, two] = [await said(ws, ana), await said(ws, bo)]
    for (const item of [one, two]) await triage(item, { type: 'feature_request' })
    expect(await sums('requests_logged')).toEqual([0, 0, 2, 0])
    await request(ws, 'Export a cycle', [two])
    expect(await sums('requests_logged')).toEqual([1, 0, 1, 0])
    await ws.owner.call(mergeFeedback, { keptId: one, mergedId: two })
    expect(await sums('requests_logged')).toEqual([1, 0, 0, 0])
    await triage(one, { type: 'praise' })
    expect(await sums('requests_logged')).toEqual([0, 0, 0, 0])
    await proven()
  })
})

describe('customers are told within 7 days of shipping', () => {
  it('each person behind it once, over merges of requests and people; who cannot be reached does not count', async () => {
    const cy = await customer(ws, 'Cy Cole')
    const items = [await said(ws, ana), await said(ws, bo), await said(ws, cy)]
    const first = await request(ws, 'Export a cycle', items.slice(0, 2))
    const second = await request(ws, 'Export it all', items.slice(2))
    await ws.owner.call(mergeRequest, { requestId: second, intoId: first })
    await ship(ws, first)
    expect(await sums('told_shipped')).toEqual([0, 0, 3, 0])
    await announced(ws, first, ana.id)
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set email_state = 'bounced' where workspace_id = ${ws.id} and name = 'Cy Cole'`,
      ),
    )
    await ws.owner.fetch(`/contacts/${cy.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Cy C. Cole' }),
    })
    await settled()
    t.clock.advance({ days: 8 })
    expect(await sums('told_shipped')).toEqual([1, 1, 0, 1])
    expect(await failing('told_shipped')).toMatchObject([
      { contact: { name: 'Bo Berg' }, to: `requests/${first}?tell=1` },
    ])
    expect(await failing('told_shipped', 'not_due')).toMatchObject([
      { reason: 'Mail to this address came back.' },
    ])
    await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: ana.id, loserId: bo.id })
    expect(await sums('told_shipped')).toEqual([1, 0, 0, 1])
    await ws.owner.call(decideRequest, { requestId: first, status: 'in_progress', reason: 'It broke.' })
    expect(await sums('told_shipped')).toEqual([0, 0, 0, 0])
    await proven()
  })
})

describe('detractors are contacted within 24 hours, and unhappy post-support answers answered', () => {
  it('a call to the person counts, an announcement does not; the anonymous and the doubtful owe nothing', async () => {
    const [called, alone] = [
      await seedPerson(ws, { name: 'Dee Dorn' }),
      await seedPerson(ws, { name: 'Eve Ek' }),
    ]
    for (const person of [called, alone, undefined]) await seedAnswer(ws, person, 3)
    await seedAnswer(ws, alone, 2, { isProvisional: true })
    await seedAnswer(ws, called, 9)
    await seedAnswer(ws, alone, 1, { survey: { key: 'post-support', kind: 'csat' } })
    await settled()
    await ws.owner.call(logTouchpoint, {
      kind: 'call',
      summary: 'She told me why.',
      contactId: encodeId('ct', called.contactId),
    })
    t.clock.advance({ hours: 25 })
    expect(await sums('detractors')).toEqual([1, 1, 0, 0])
    expect(await sums('post_support')).toEqual([0, 1, 0, 0])
    expect(await failing('detractors')).toMatchObject([
      { title: '3 to NPS', contact: { name: 'Eve Ek' }, to: expect.stringMatching(/^cases\/case_/) },
    ])
    expect((await sums('windows'))[1]).toBeGreaterThan(0)
    await proven()
  })
})

/** Invitations of one NPS wave to a person, delivered so many days ago, as a demo or an earlier release recorded them. */
async function invited(contactId: string, days: readonly { ago: number; isExempt?: boolean }[]) {
  await ws.run(async (ctx) => {
    for (const { ago, isExempt = false } of days) {
      const [waveId, id] = [newId(), newId()]
      const at = new Date(ctx.now().getTime() - ago * 86_400_000)
      await ctx.db.run(sql`
        insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, closes_at)
        select ${ws.id}, ${waveId}, id, 'Autumn', 'sent', 'job', ${at}, ${ctx.now()} from surveys where workspace_id = ${ws.id} and key = 'nps'`)
      await ctx.db.run(sql`
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, invited_at, delivered_at, is_exempt, expires_at)
        select ${ws.id}, ${id}, ${waveId}, survey_id, ${contactId}, ${at}, ${at}, ${isExempt}, ${ctx.now()}
        from waves where workspace_id = ${ws.id} and id = ${waveId}`)
      await ctx.emit(invitationRecorded, { subjectId: id, payload: { invitationIds: [id] } })
    }
  })
}

test('surveys keep to the monthly limit: a second within 30 days is missed, one that follows a case is exempt', async () => {
  const person = await seedPerson(ws, { name: 'Flo Fink' })
  await seedAnswer(ws, person, 9)
  await invited(person.contactId, [{ ago: 45 }, { ago: 20 }, { ago: 1, isExempt: true }])
  expect(await sums('survey_cap')).toEqual([1, 1, 0, 1])
  expect(await failing('survey_cap')).toMatchObject([{ title: 'Autumn', contact: { name: 'Flo Fink' } }])
  await proven()
})

test('NPS is sent each quarter: the quarter under way is not due until it ends, and one without a wave is missed', async () => {
  const person = await seedPerson(ws, { name: 'Gus Grau' })
  await seedAnswer(ws, person, 9)
  await invited(person.contactId, [{ ago: 200 }])
  const [met, missed, pending] = await sums('nps_sent')
  expect({ met, pending, isMissed: missed! > 0 }).toEqual({ met: 1, pending: 1, isMissed: true })
  await invited(person.contactId, [{ ago: 0 }])
  expect(await sums('nps_sent')).toEqual([2, missed, 0, 0])
  expect((await check('nps_sent')).unit).toBe('quarter')
  await proven()
})

test('a weekly review held in its week is met, one that nobody held is missed when the week is over', async () => {
  const plan = () => reviewTasks[0]!.run({}, t.house.door, new AbortController().signal)
  await plan()
  expect((await sums('review_product'))[2]).toBeGreaterThan(0)
  const { data } = await ws.owner.call(listReviews, { state: 'open', kind: 'product' })
  await ws.owner.call(startReview, { reviewId: data[0]!.id })
  await ws.owner.call(endReview, { reviewId: data[0]!.id })
  for (let week = 0; week < 3; week++) {
    t.clock.advance({ days: 7 })
    await plan()
  }
  const [met, missed] = await sums('review_product')
  expect(met).toBe(1)
  expect(missed).toBeGreaterThan(0)
  expect((await failing('review_product'))[0]).toMatchObject({ to: expect.stringMatching(/^reviews\/rvw_/) })
  await proven()
})

test('a playbook that was looked at by its day is met, and its next day is not due', async () => {
  const before = (await sums('sop_reviewed'))[2]!
  expect(before).toBeGreaterThan(3)
  t.clock.advance({ days: 360 })
  const { version } = await ws.owner.call(getPlaybook, { key: 'critical-bug' })
  await ws.owner.call(reviewPlaybook, { key: 'critical-bug', version })
  t.clock.advance({ days: 10 })
  const [met, missed] = await sums('sop_reviewed')
  expect([met, missed! > 0]).toEqual([1, true])
  expect((await failing('sop_reviewed', 'met'))[0]).toMatchObject({ to: 'playbooks/critical-bug' })
  await proven()
})

describe('checks of one’s own', () => {
  const rule = {
    subject: 'item',
    condition: "item.channel == 'chat'",
    within: '4 hours',
    ends: 'done',
  } as const

  it('a rule is tried on the past, made, counts what is there and what comes, and is archived with what it judged', async () => {
    const [late, mail] = [await said(ws, ana, 'Why?', 'chat'), await said(ws, bo)]
    t.clock.advance({ hours: 5 })
    const fresh = await said(ws, ana, 'And now?', 'chat')
    await settled()
    const preview = await ws.owner.call(quality.previewCheck, rule)
    expect(preview).toMatchObject({
      met: 0,
      missed: 1,
      pending: 1,
      looked: 3,
      missedOnes: [{ to: `inbox/${late}` }],
    })
    const { key } = await ws.owner.call(quality.createCheck, {
      ...rule,
      name: 'Chats within the morning',
      target: 80,
    })
    await triage(fresh, { status: 'done' })
    expect(await sums(key)).toEqual([1, 1, 0, 0])
    expect(await failing(key)).toMatchObject([{ to: `inbox/${late}` }])
    await proven()
    await said(ws, ana, 'And still?', 'chat')
    expect(await sums(key)).toEqual([1, 1, 1, 0])
    await ws.owner.call(quality.archiveCheck, { key })
    await triage(mail, { status: 'done' })
    await said(ws, ana, 'Once more?', 'chat')
    t.clock.advance({ hours: 5 })
    expect(await sums(key)).toEqual([1, 1, 0, 0])
    expect((await ws.owner.call(quality.getQuality, {})).checks.some((one) => one.key === key)).toBe(false)
    await proven()
  })

  it('archived while a count is under way, it leaves nothing open behind', async () => {
    const { key } = await ws.owner.call(quality.createCheck, { ...rule, name: 'Chats', target: 80 })
    await said(ws, ana, 'Why?', 'chat')
    let archived: Promise<unknown> = Promise.resolve()
    await ws.run(async (ctx) => {
      await markAll(ctx, 'item')
      await countMarked(ctx)
      archived = ws.owner.call(quality.archiveCheck, { key })
      await Promise.race([archived, setTimeout(300)])
    })
    await archived
    t.clock.advance({ hours: 5 })
    expect(await sums(key)).toEqual([0, 0, 0, 0])
  })

  it('is refused with what is wrong: a name nobody knows, a time that is none, an end that cannot be', async () => {
    for (const [wrong, code] of [
      [{ condition: "item.chanel == 'chat'" }, 'quality_check.condition'],
      [{ within: 'soon' }, 'quality_check.within'],
      [{ ends: 'resolved' }, 'quality_check.ends'],
    ] as const)
      await expect(
        ws.owner.call(quality.createCheck, { ...rule, name: 'X', ...wrong }),
      ).rejects.toMatchObject({ code })
  })
})

it('targets are set by managers, and a check that is not watched says so', async () => {
  const viewer = await ws.as('viewer')
  await expect(viewer.call(quality.changeCheck, { key: 'detractors', target: 80 })).rejects.toMatchObject({
    status: 403,
  })
  const manager = await ws.as('manager')
  await manager.call(quality.changeCheck, { key: 'detractors', target: 80 })
  await manager.call(quality.changeCheck, { key: 'detractors', isOn: false })
  expect(await check('detractors')).toMatchObject({ target: 80, isOn: false, state: 'no_data' })
  await expect(check('nothing')).rejects.toMatchObject({ code: 'quality_check.not_found' })
})

it('however things happen, in whatever order, what is kept equals judging again', async () => {
  let seed = 20_371
  const random = (n: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % n
  }
  const any = <T>(list: readonly T[]) => list[random(list.length)]!
  await ws.owner.call(quality.createCheck, {
    name: 'The negative are answered',
    subject: 'item',
    condition: 'item.negative || account.mrr > 500.0',
    within: '1 business day',
    ends: 'answered',
  })
  const people = [ana, bo, null]
  const [items, requests, merges]: string[][] = [[], [], []]
  const steps: (() => Promise<unknown>)[] = [
    async () => items!.push(await said(ws, any(people))),
    () => triage(any(items!), { type: any(['feature_request', 'bug_report', 'question']) }),
    () => triage(any(items!), { priority: any(['critical', 'critical', 'low']) }),
    () => triage(any(items!), { status: any(['done', 'open', 'spam']) }),
    async () => requests!.push(await request(ws, `Request ${requests!.length}`, [any(items!)])),
    () =>
      ws.owner.call(linkEvidence, { requestId: any(requests!), feedbackId: any(items!), quote: exportWords }),
    () => ship(ws, any(requests!)),
    () => announced(ws, any(requests!), any([ana, bo]).id),
    () => ws.owner.call(mergeRequest, { requestId: any(requests!), intoId: any(requests!) }),
    async () =>
      merges!.push((await ws.owner.call(mergeFeedback, { keptId: any(items!), mergedId: any(items!) })).id),
    () => ws.owner.call(undoItemMerge, { mergeId: any(merges!) }),
    () => ws.owner.call(logTouchpoint, { kind: 'call', summary: 'Talked.', contactId: any([ana, bo]).id }),
    () =>
      ws.owner.call(logAction, {
        kind: 'product',
        finding: 'Found.',
        dueOn: '2039-12-29',
        feedbackId: any(items!),
      }),
    () => t.settle(),
  ]
  for (let i = 0; i < 6; i++) await steps[0]!()
  await steps[4]!()
  for (let i = 0; i < 70; i++) {
    t.clock.advance({ minutes: 90 })
    // what is not allowed at the moment is refused, and changes nothing
    await any(steps)().catch(() => {})
    if (i === 50) await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: ana.id, loserId: bo.id })
  }
  await proven()
  // the items of 24 hours, counted by hand
  const { n, late } = await ws.run((ctx) =>
    ctx.db.one<{ n: number; late: number }>(sql`
      select count(*) as n, count(*) filter (where coalesce(least(i.triaged_at, (select max(m.merged_at) from item_merges m
          where m.workspace_id = ${ws.id} and m.merged_id = i.id and m.undone_at is null)), ${ctx.now()}) > i.received_at + interval '24 hours') as late
      from inbox_items i where i.workspace_id = ${ws.id} and i.status <> 'spam'`),
  )
  const [met, missed, pending] = await sums('categorised')
  expect([met! + missed! + pending!, missed]).toEqual([n, late])
  // and the check itself sees what is wrong, and mends it
  await ws.run((ctx) =>
    ctx.db.run(sql`
      update quality_occurrences set verdict = 'not_due', reason = 'Nobody knows.' where workspace_id = ${ws.id} and check_key = 'categorised'`),
  )
  const found = await ws.run((ctx) => checkQuality(ctx, { repair: true }))
  expect(found.wrong).toBeGreaterThan(0)
  await proven()
})

describe('the evidence file of a year', () => {
  it('holds PDF, occurrences and checks with checksums that fit, names nobody, and is not for everybody', async () => {
    const item = await said(ws, ana)
    await triage(item, { type: 'question' })
    t.clock.advance({ hours: 25 })
    await settled()
    const year = t.clock.now().getUTCFullYear()
    const answer = await ws.owner.fetch(`/quality/evidence?year=${year}`)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    const file = (name: string) => Buffer.from(files[`evidence-${year}/${name}`]!)
    const sums = file('SHA256SUMS').toString().trim().split('\n')
    expect(sums).toHaveLength(3)
    for (const line of sums) {
      const [sum, name] = line.split('  ')
      expect(createHash('sha256').update(file(name!)).digest('hex')).toBe(sum)
    }
    const csv = file('occurrences.csv').toString()
    expect(csv).toContain(`categorised,${item},,${ana.id},`)
    expect(csv).not.toContain('Ana')
    const figures = JSON.parse(file('checks.json').toString())
    expect(figures.checks[0]).toMatchObject({ key: 'categorised', year: { met: 1, missed: 0 }, state: 'met' })
    expect(file('evidence.pdf').toString('latin1')).toContain('/FontFile2')
    const document = await getDocumentProxy(new Uint8Array(file('evidence.pdf')))
    const { text } = await extractText(document, { mergePages: true })
    expect(text).toContain('Categorised within 24 hours 1 of 1 100 %')
    for (const line of sums.slice(0, 2)) expect(text).toContain(line.split('  ')[0])
    const viewer = await ws.as('viewer')
    expect((await viewer.fetch(`/quality/evidence?year=${year}`)).status).toBe(403)
  })
})
