import { beforeAll, describe, expect, it } from 'vitest'
import { fireDue } from '#act/cases/clocks.ts'
import * as contract from '#act/cases/contract.ts'
import { getToday } from '#act/today/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type ApiError, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { type Person, seedAnswer, seedPerson } from './test-seeds.ts'

const t = await testApp()

/** A workspace whose office is open 9:00 to 17:30 in Los Angeles, at Monday 9 November 2037, 08:02 there. */
async function office(): Promise<TestWorkspace> {
  t.clock.set('2037-11-09T16:02:00Z')
  const ws = await t.workspace()
  const closed = [{ on: '2037-11-26', name: 'Thanksgiving' }]
  await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles', closed })
  return ws
}

async function openCases(ws: TestWorkspace) {
  await t.settle()
  return (await ws.owner.call(contract.listCases, {})).data
}

describe('an NPS detractor', () => {
  let ws: TestWorkspace
  let petra: Person
  beforeAll(async () => {
    ws = await office()
    petra = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere Academy', mrrCents: 115_000 })
    await seedAnswer(ws, petra, 3)
  })

  it('is due outreach within 24 hours after the answer', async () => {
    const [found] = await openCases(ws)
    expect(found?.title).toBe('NPS 3 from Petra Lindqvist, Quillmere Academy')
    expect(found?.nextStep).toMatchObject({
      key: 'outreach',
      latestAt: '2037-11-10T16:02:00.000Z',
      rule: '24 hours after the answer',
    })
    expect(found?.isLate).toBe(false)
  })

  it('gets one case however often the answer is delivered', async () => {
    const [before] = await openCases(ws)
    await seedAnswer(ws, petra, 3, { again: true })
    expect((await openCases(ws)).map((row) => row.id)).toEqual([before?.id])
  })

  it('a second low score joins the open case and its lead is told', async () => {
    await seedAnswer(ws, petra, 1)
    const [found, ...rest] = await openCases(ws)
    expect(rest).toEqual([])
    const whole = await ws.owner.call(contract.getCase, { caseId: found!.id })
    expect(whole.answers.map((one) => one.score)).toEqual([3, 1])
    const told = await ws.owner.call(listNotices, {})
    expect(told.data.map((one) => one.kind)).toEqual(['case.joined', 'case.opened'])
  })

  it('the warning comes at 18 hours, late at 24, management one business day later, each once', async () => {
    const [found] = await openCases(ws)
    const boss = await ws.as('manager', 'Bea Boss')
    const kinds = async () => (await boss.call(listNotices, {})).data.map((one) => one.kind)
    const owner = async () =>
      (await ws.owner.call(listNotices, {})).data
        .map((one) => one.kind)
        .filter((kind) => kind.startsWith('step'))
    t.clock.set('2037-11-10T10:01:59Z')
    await t.settle()
    expect(await owner()).toEqual([])
    t.clock.set('2037-11-10T10:02:00Z')
    await t.settle()
    expect(await owner()).toEqual(['step.soon'])
    t.clock.set('2037-11-10T16:02:00Z')
    await t.settle()
    expect(await owner()).toEqual(['step.late', 'step.soon'])
    expect((await ws.owner.call(contract.getCase, { caseId: found!.id })).isLate).toBe(false)
    t.clock.advance({ seconds: 1 })
    expect((await ws.owner.call(contract.getCase, { caseId: found!.id })).isLate).toBe(true)
    expect(await kinds()).toEqual([])
    t.clock.set('2037-11-12T01:30:00Z')
    await t.settle()
    expect(await kinds()).toEqual(['step.escalated'])
    // running everything again, from every side, tells nobody twice
    await fireDue(t.house.door, ws.id)
    await t.settle()
    expect(await kinds()).toEqual(['step.escalated'])
    expect(await owner()).toEqual(['step.late', 'step.soon'])
    const whole = await ws.owner.call(contract.getCase, { caseId: found!.id })
    expect(whole.escalatedAt).toBe('2037-11-12T01:30:00.000Z')
  })

  it('answered by telephone is contacted, and the plan is due by the close of the fifth business day', async () => {
    t.clock.set('2037-11-20T18:00:00Z')
    const [found] = await openCases(ws)
    const outreach = found!.nextStep!
    await expect(
      ws.owner.call(contract.completeStep, { caseId: found!.id, stepId: outreach.id }),
    ).rejects.toMatchObject({
      code: 'step.touchpoint_missing',
    })
    const after = await ws.owner.call(contract.completeStep, {
      caseId: found!.id,
      stepId: outreach.id,
      touchpoint: { kind: 'call', summary: 'She told me about the import.' },
    })
    expect(after.firstContactAt).toBe('2037-11-20T18:00:00.000Z')
    const call = after.steps.find((step) => step.key === 'executive-call')!
    expect(call).toMatchObject({ state: 'skipped' })
    expect(call.reason).toContain('account.mrr is 1150')
    // Thanksgiving is closed: Mon 23, Tue 24, Wed 25, Fri 27, Mon 30
    expect(after.nextStep).toMatchObject({ key: 'action-plan', latestAt: '2037-12-01T01:30:00.000Z' })
    expect(after.closedDays).toContainEqual({ on: '2037-11-26', name: 'Thanksgiving' })
  })

  it('the plan cannot be done without being written down', async () => {
    const [found] = await openCases(ws)
    const step = { caseId: found!.id, stepId: found!.nextStep!.id }
    await expect(ws.owner.call(contract.completeStep, step)).rejects.toMatchObject({
      code: 'step.evidence_missing',
    })
    const ticked = await ws.owner.call(contract.tickChecklist, {
      ...step,
      checklist: { 'Name the cause': true },
    })
    expect(ticked.steps.find((one) => one.key === 'action-plan')!.checklist[0]).toEqual({
      text: 'Name the cause',
      isDone: true,
    })
    t.clock.set('2037-11-30T20:00:00Z')
    const after = await ws.owner.call(contract.completeStep, {
      ...step,
      evidence: { plan: 'New import, training on 3 December.' },
    })
    expect(after.nextStep).toMatchObject({ key: 'monthly-follow-up', latestAt: '2037-12-30T20:00:00.000Z' })
  })

  it('hears from us every month until it is resolved', async () => {
    t.clock.set('2037-12-20T20:00:00Z')
    const [found] = await openCases(ws)
    const after = await ws.owner.call(contract.completeStep, {
      caseId: found!.id,
      stepId: found!.nextStep!.id,
      results: { satisfied: false },
      touchpoint: { kind: 'mail', summary: 'Told her where we stand.' },
    })
    expect(
      after.steps.filter((step) => step.key === 'monthly-follow-up').map((step) => [step.round, step.state]),
    ).toEqual([
      [1, 'done'],
      [2, 'open'],
    ])
    expect(after.nextStep?.latestAt).toBe('2038-01-30T20:00:00.000Z')
    const resolved = await ws.owner.call(contract.resolveCase, {
      caseId: found!.id,
      resolution: 'The import works, she is content.',
    })
    expect(resolved.status).toBe('resolved')
    expect(resolved.steps.at(-1)?.state).toBe('cancelled')
    expect(await openCases(ws)).toEqual([])
  })

  it('a resolved case can be reopened and goes on where it stood', async () => {
    const { data } = await ws.owner.call(contract.listCases, { status: 'resolved' })
    const again = await ws.owner.call(contract.reopenCase, {
      caseId: data[0]!.id,
      reason: 'She wrote again.',
    })
    expect(again.status).toBe('open')
    expect(again.nextStep).toMatchObject({ key: 'monthly-follow-up', latestAt: '2038-01-30T20:00:00.000Z' })
    expect(again.touchpoints[0]?.summary).toBe('Reopened: She wrote again.')
  })
})

describe('who leads a case', () => {
  it('is the owner of the account', async () => {
    const ws = await office()
    const lena = await ws.as('agent', 'Lena Sorvik')
    const person = await seedPerson(ws, {
      name: 'Joel Abara',
      account: 'Fernhollow Water',
      ownerMemberId: lena.memberId,
    })
    await seedAnswer(ws, person, 5)
    const [found] = await openCases(ws)
    expect(found?.lead?.name).toBe('Lena Sorvik')
    expect(found?.leadRule).toBe('owner of the account')
  })

  it('is otherwise any manager, and the case says what was tried before', async () => {
    const ws = await office()
    await ws.as('manager', 'Bea Boss')
    await seedAnswer(ws, await seedPerson(ws, { name: 'Joel Abara', account: 'Fernhollow Water' }), 5)
    const [found] = await openCases(ws)
    expect(found?.lead?.name).toBe('Bea Boss')
    expect(found?.leadRule).toBe(
      'any manager (the account has no owner here, nobody holds customer-success-manager)',
    )
  })

  it('can be given to somebody else, who is told', async () => {
    const ws = await office()
    const mara = await ws.as('agent', 'Mara Agent')
    await seedAnswer(ws, await seedPerson(ws, { name: 'Joel Abara' }), 0)
    const [found] = await openCases(ws)
    const after = await ws.owner.call(contract.changeCase, {
      caseId: found!.id,
      leadId: encodeId('mem', mara.memberId!),
    })
    expect(after.lead?.name).toBe('Mara Agent')
    expect(after.nextStep?.assignee?.name).toBe('Mara Agent')
    expect((await mara.call(listNotices, {})).data[0]?.text).toBe(
      'You lead this case now: NPS 0 from Joel Abara.',
    )
    expect((await mara.call(contract.listCases, { lead: 'me' })).data).toHaveLength(1)
    expect((await ws.owner.call(contract.listCases, { lead: 'me' })).data).toEqual([])
  })
})

describe('what opens no case', () => {
  it('a score of 7 or more, a provisional answer, an answer of long ago that was imported', async () => {
    const ws = await office()
    await seedAnswer(ws, await seedPerson(ws, { name: 'A' }), 7)
    await seedAnswer(ws, await seedPerson(ws, { name: 'B' }), 2, { isProvisional: true })
    await seedAnswer(ws, await seedPerson(ws, { name: 'C' }), 2, { isHistory: true })
    expect(await openCases(ws)).toEqual([])
  })

  it('another workspace never sees a case', async () => {
    const ws = await office()
    const other = await office()
    await seedAnswer(ws, await seedPerson(ws, { name: 'Joel Abara' }), 0)
    const [found] = await openCases(ws)
    expect((await other.owner.call(contract.listCases, {})).data).toEqual([])
    const refusal = await other.owner
      .call(contract.getCase, { caseId: found!.id })
      .catch((error: ApiError) => error)
    expect(refusal).toMatchObject({ status: 404, code: 'case.not_found' })
  })
})

it('where no contact is possible there is no outreach clock, and the case says so', async () => {
  const ws = await office()
  await seedAnswer(ws, undefined, 2)
  await seedAnswer(ws, await seedPerson(ws, { name: 'Bounced Ben', emailState: 'bounced' }), 2)
  const cases = await openCases(ws)
  expect(cases.map((row) => row.unreachable).sort()).toEqual(['anonymous', 'bounced'])
  for (const row of cases) {
    expect(row.nextStep?.latestAt).toBeNull()
    expect(row.nextStep?.noClock).toMatch(/^No outreach clock: /)
    expect(row.dueAt).toBeNull()
  }
})

it('an account above the limit gets an executive call, given to management', async () => {
  const ws = await office()
  const boss = await ws.as('manager', 'Bea Boss')
  await seedAnswer(
    ws,
    await seedPerson(ws, { name: 'Vera', account: 'Vantry Freight', mrrCents: 740_000 }),
    4,
  )
  const [found] = await openCases(ws)
  const after = await ws.owner.call(contract.completeStep, {
    caseId: found!.id,
    stepId: found!.nextStep!.id,
    touchpoint: { kind: 'call', summary: 'Talked.' },
  })
  const call = after.steps.find((step) => step.key === 'executive-call')!
  expect(call).toMatchObject({ state: 'open', assignee: { name: 'Bea Boss' } })
  expect((await boss.call(getToday, {})).week.map((step) => step.title)).toEqual([])
  expect((await boss.call(getToday, { team: 'true' })).counts.team).toBe(0)
})

it('a gesture with its cost and a note are touchpoints, and only what reaches the customer is a first contact', async () => {
  const ws = await office()
  await seedAnswer(ws, await seedPerson(ws, { name: 'Joel Abara' }), 0)
  const [found] = await openCases(ws)
  const caseId = found!.id
  await ws.owner.call(logTouchpoint, { caseId, kind: 'note', summary: 'Read the history.' })
  await ws.owner.call(logTouchpoint, {
    caseId,
    kind: 'gesture',
    summary: 'A few pizzas',
    costCents: 4500,
    currency: 'USD',
  })
  expect((await ws.owner.call(contract.getCase, { caseId })).firstContactAt).toBeNull()
  await ws.owner.call(logTouchpoint, { caseId, kind: 'call', summary: 'Called him.' })
  const whole = await ws.owner.call(contract.getCase, { caseId })
  expect(whole.firstContactAt).not.toBeNull()
  expect(whole.touchpoints.map((one) => one.kind)).toEqual(['call', 'gesture', 'note'])
})

it('a step that cannot be fired keeps no other from it', async () => {
  const ws = await office()
  await seedAnswer(ws, await seedPerson(ws, { name: 'Iris Unread' }), 2)
  await seedAnswer(ws, await seedPerson(ws, { name: 'Noor Second' }), 3)
  const [first, second] = await openCases(ws)
  await ws.run((ctx) =>
    ctx.db.run(sql`
      update cases set playbook_version = 99 where workspace_id = ${ctx.workspaceId} and id = ${decodeId('case', first!.id)}`),
  )
  t.clock.advance({ hours: 18 })
  await expect(fireDue(t.house.door, ws.id)).rejects.toThrow('a playbook version that does not exist')
  const told = (await ws.owner.call(listNotices, {})).data.filter((one) => one.kind === 'step.soon')
  expect(told.map((one) => one.link)).toEqual([`cases/${second!.id}`])
  // left as it was found, or it would be tried again and again
  await ws.run((ctx) =>
    ctx.db.run(sql`
      update cases set playbook_version = 1 where workspace_id = ${ctx.workspaceId} and id = ${decodeId('case', first!.id)}`),
  )
})

it('two people completing one step: the second is told who was quicker', async () => {
  const ws = await t.workspace()
  const lena = await ws.as('agent', 'Lena Sorvik')
  const tomasz = await ws.as('agent', 'Tomasz Brandt')
  const petra = await seedPerson(ws, { name: 'Petra L', ownerMemberId: lena.memberId! })
  await seedAnswer(ws, petra, 3)
  await t.settle()
  const [row] = (await ws.owner.call(contract.listCases, {})).data
  const input = {
    caseId: row!.id,
    stepId: row!.nextStep!.id,
    touchpoint: { kind: 'call' as const, summary: 'She told me about the import.' },
  }
  const both = await Promise.allSettled([
    lena.call(contract.completeStep, input),
    tomasz.call(contract.completeStep, input),
  ])
  const [lost] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const after = await ws.owner.call(contract.getCase, { caseId: row!.id })
  const done = after.steps.find((one) => one.id === input.stepId)!
  expect(lost).toMatchObject({ status: 409, code: 'step.done_already' })
  expect(lost.message).toContain(`${done.doneBy!.name} completed “Reach out in person”`)
  expect(after.touchpoints.filter((one) => one.kind === 'call')).toHaveLength(1)
})

it('a case that ended by its last step and is taken up again owes that step once more, with a clock of its own', async () => {
  const ws = await office()
  const { contactId } = await seedPerson(ws, { name: 'Ada Again' })
  const { id: caseId, steps } = await ws.owner.call(contract.openCase, {
    playbook: 'praise',
    contactId: encodeId('ct', contactId),
  })
  const last = steps.find((step) => step.key === 'document')!
  await expect(
    ws.owner.call(contract.decideStep, { caseId, stepId: last.id, decision: 'skip', reason: 'Not now.' }),
  ).rejects.toMatchObject({ code: 'step.ends_case', status: 409 })
  for (const { id: stepId } of steps.filter((step) => step !== last))
    await ws.owner
      .call(contract.decideStep, { caseId, stepId, decision: 'skip', reason: 'Not now.' })
      .catch((error: ApiError) => expect(error.code).toBe('step.decided'))
  const ended = await ws.owner.call(contract.completeStep, {
    caseId,
    stepId: last.id,
    evidence: { outcome: 'They are proud of it.' },
  })
  expect(ended.status).toBe('resolved')
  t.clock.advance({ days: 30 })
  const again = await ws.owner.call(contract.reopenCase, { caseId, reason: 'They wrote again.' })
  expect(again).toMatchObject({ status: 'open', isLate: false, nextStep: { id: last.id, key: 'document' } })
  expect(Date.parse(again.nextStep!.latestAt!)).toBeGreaterThan(t.clock.now().getTime())
})

it('a case whose last step came first owes it once more when it is taken up again and nothing else is left', async () => {
  const ws = await office()
  const { contactId } = await seedPerson(ws, { name: 'Eve Early' })
  const { id: caseId, steps } = await ws.owner.call(contract.openCase, {
    playbook: 'praise',
    contactId: encodeId('ct', contactId),
  })
  const last = steps.find((step) => step.key === 'document')!
  const decide = (stepId: string, decision: 'open' | 'skip') =>
    ws.owner.call(contract.decideStep, { caseId, stepId, decision, reason: 'Not in this order.' })
  await decide(last.id, 'open')
  await ws.owner.call(contract.completeStep, {
    caseId,
    stepId: last.id,
    evidence: { outcome: 'They are proud of it.' },
  })
  const again = await ws.owner.call(contract.reopenCase, { caseId, reason: 'They wrote again.' })
  let left = again
  for (let one = left.nextStep!; one.key !== 'document'; one = left.nextStep!)
    left = await decide(one.id, 'skip')
  expect(left).toMatchObject({ status: 'open', nextStep: { id: last.id } })
  expect(left.nextStep!.latestAt).not.toBeNull()
})
