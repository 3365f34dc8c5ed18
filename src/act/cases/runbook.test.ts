import { beforeAll, describe, expect, it, test } from 'vitest'
import type { CaseStep } from '#act/cases/contract.ts'
import * as contract from '#act/cases/contract.ts'
import { completeAction, logAction } from '#act/corrective-actions/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeAccount } from '#customers/accounts/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { type Person, seedAnswer, seedPerson } from './test-seeds.ts'

// The procedures of the documents, run through with a clock that is moved, in an office of New York: 9:00 to 17:00,
// closed on Thanksgiving.

const t = await testApp()
const start = '2037-11-20T15:00:00Z' // Friday, 10:00 in New York

interface Office {
  ws: TestWorkspace
  success: Client
  director: Client
  marketing: Client
  manager: Client
}

async function office(): Promise<Office> {
  t.clock.set(start)
  const ws = await t.workspace()
  const hours = ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])
  await ws.owner.call(putCalendar, {
    zone: 'America/New_York',
    hours: Object.fromEntries(hours),
    closed: [{ on: '2037-11-26', name: 'Thanksgiving' }],
  })
  const holder = async (role: 'agent' | 'manager', name: string, position: string) => {
    const client = await ws.as(role, name)
    await ws.owner.call(changeMember, { id: encodeId('mem', client.memberId!), positions: [position] })
    return client
  }
  return {
    ws,
    success: await holder('agent', 'Tess Transition', 'transition-success-manager'),
    director: await holder('agent', 'Dan Director', 'director-of-implementations'),
    marketing: await holder('agent', 'Mia Marketing', 'marketing-specialist'),
    manager: await holder('manager', 'Max Management', 'management'),
  }
}

const postImplementation = { key: 'post-implementation', kind: 'custom' } as const

async function caseOf({ ws }: Office, person: Person) {
  await t.settle()
  const { data } = await ws.owner.call(contract.listCases, {
    contact: encodeId('ct', person.contactId),
    status: 'all',
  })
  return data.map((row) => row.id)
}

const told = async (client: Client) =>
  (await client.call(listNotices, {})).data.map((one) => one.kind).filter((kind) => kind !== 'case.opened')

describe('a negative answer to the post-implementation survey (document 004)', () => {
  let o: Office
  let caseId: string
  const whole = () => o.ws.owner.call(contract.getCase, { caseId })
  const step = async (key: string): Promise<CaseStep> => (await whole()).steps.find((one) => one.key === key)!
  const complete = async (client: Client, key: string, more: Record<string, unknown> = {}) =>
    client.call(contract.completeStep, { caseId, stepId: (await step(key)).id, ...more })
  const word = (kind: 'mail' | 'call') => ({ touchpoint: { kind, summary: 'We talked about it.' } })

  beforeAll(async () => {
    o = await office()
    const petra = await seedPerson(o.ws, { name: 'Petra Lindqvist', account: 'Quillmere', mrrCents: 300_100 })
    await seedAnswer(o.ws, petra, 1, { survey: postImplementation })
    caseId = (await caseOf(o, petra))[0]!
  })

  test.each([
    [299_900, 'Dan Director'],
    [300_000, 'Dan Director'],
    [300_100, 'Tess Transition'],
    [undefined, 'Dan Director'],
  ])('of an account that pays %s cents a month is led by %s', async (mrrCents, lead) => {
    const person = await seedPerson(o.ws, {
      name: `Of ${mrrCents}`,
      account: `Account ${mrrCents}`,
      mrrCents,
    })
    t.clock.set(start)
    await seedAnswer(o.ws, person, 2, { survey: postImplementation })
    const [id] = await caseOf(o, person)
    const found = await o.ws.owner.call(contract.getCase, { caseId: id! })
    expect(found.lead?.name).toBe(lead)
    await o.ws.owner.call(contract.cancelCase, { caseId: id!, reason: 'looked at' })
  })

  it('is acknowledged within one to three business days', async () => {
    expect(await step('acknowledge')).toMatchObject({
      state: 'open',
      earliestAt: '2037-11-23T14:00:00.000Z',
      latestAt: '2037-11-25T22:00:00.000Z',
    })
    await complete(o.success, 'acknowledge', word('mail'))
  })

  it('is investigated within five business days, Thanksgiving not counted', async () => {
    expect((await step('investigate')).latestAt).toBe('2037-11-30T22:00:00.000Z')
    await expect(complete(o.success, 'investigate')).rejects.toMatchObject({ code: 'step.evidence_missing' })
    await complete(o.success, 'investigate', { evidence: { findings: 'Training was cut short.' } })
  })

  it('waits with the internal call until somebody says what it is about, and then invites whom that concerns', async () => {
    expect(await step('internal-call')).toMatchObject({ state: 'ahead', needsDecision: true })
    await o.success.call(contract.changeCase, { caseId, areas: ['marketing'] })
    expect(await step('internal-call')).toMatchObject({
      state: 'open',
      needsDecision: false,
      earliestAt: '2037-11-30T14:00:00.000Z',
      latestAt: '2037-12-07T22:00:00.000Z',
      invited: [{ position: 'marketing-specialist', member: { name: 'Mia Marketing' } }],
    })
    expect(await told(o.marketing)).toEqual(['step.invited'])
    expect(await told(o.director)).toEqual([])
    // somebody finds out more while the call is being prepared
    await o.success.call(contract.changeCase, { caseId, areas: ['marketing', 'implementation'] })
    expect((await step('internal-call')).invited.map((one) => one.member?.name)).toEqual([
      'Dan Director',
      'Mia Marketing',
    ])
    expect(await told(o.director)).toEqual(['step.invited'])
    expect(await told(o.marketing)).toEqual(['step.invited'])
  })

  it('sends the summary of the issues to everybody invited before the call', async () => {
    await expect(complete(o.success, 'internal-call')).rejects.toMatchObject({
      details: { missing: ['summary of the issues'] },
    })
    await complete(o.success, 'internal-call', {
      evidence: { 'summary of the issues': 'Promised too much.' },
    })
    expect(await told(o.marketing)).toEqual(['step.summary', 'step.invited'])
  })

  it('has the success manager of an account above 3,000 asked which call to join', async () => {
    expect(await step('customer-call')).toMatchObject({
      state: 'open',
      latestAt: '2037-12-07T22:00:00.000Z',
      advice: 'Ask the success manager which coming call to join',
    })
    await complete(o.success, 'customer-call', {
      evidence: {
        'root cause as the customer sees it': 'Too little training',
        'promised timeline': 'Two weeks',
      },
      ...word('call'),
    })
  })

  it('stands still in working time while we wait for the customer', async () => {
    expect((await step('corrective-action')).latestAt).toBe('2037-12-22T22:00:00.000Z')
    t.clock.set('2037-12-01T16:00:00Z')
    await o.success.call(contract.pauseCase, { caseId, reason: 'they are away' })
    expect(await step('corrective-action')).toMatchObject({
      latestAt: null,
      noClock: 'The clock stands since Tue 1 Dec 11:00: they are away.',
    })
    // three weeks after first contact run by the wall calendar
    expect((await step('follow-up')).latestAt).toBe('2037-12-11T15:00:00.000Z')
    await expect(o.success.call(contract.pauseCase, { caseId, reason: 'again' })).rejects.toMatchObject({
      code: 'case.paused',
    })
    t.clock.set('2037-12-03T18:30:00Z') // 18.5 working hours later: Thursday, 13:30
    await o.success.call(contract.resumeCase, { caseId })
    // Tue 22 Dec 17:00 and 18.5 working hours: Wed, Thu whole, then 2.5 hours of Friday
    expect(await step('corrective-action')).toMatchObject({
      latestAt: '2037-12-25T16:30:00.000Z',
      noClock: null,
    })
  })

  it('goes on with the working time it had left when it ended during a pause and is taken up again', async () => {
    t.clock.set('2037-12-04T15:00:00Z')
    await o.success.call(contract.pauseCase, { caseId, reason: 'their audit' })
    await o.success.call(contract.cancelCase, { caseId, reason: 'by mistake' })
    t.clock.set('2037-12-04T18:00:00Z') // three working hours later
    await o.success.call(contract.reopenCase, { caseId, reason: 'it was a mistake' })
    expect(await whole()).toMatchObject({ status: 'open', pausedAt: null })
    expect(await step('corrective-action')).toMatchObject({
      state: 'open',
      stoppedAt: null,
      noClock: null,
      latestAt: '2037-12-25T19:30:00.000Z',
    })
    expect((await step('follow-up')).latestAt).toBe('2037-12-11T15:00:00.000Z')
  })

  it('is put right only when a corrective action was logged and every one of the case is done', async () => {
    expect((await step('investigate')).may).toEqual(['log-corrective-action'])
    await expect(complete(o.success, 'corrective-action')).rejects.toMatchObject({
      status: 409,
      code: 'step.actions_open',
      message: expect.stringContaining('No corrective action was logged for this case'),
    })
    const { id: actionId } = await o.success.call(logAction, {
      kind: 'training',
      finding: 'The second training was never booked',
      dueOn: '2037-12-18',
      caseId,
    })
    await expect(complete(o.success, 'corrective-action')).rejects.toMatchObject({
      code: 'step.actions_open',
      message: expect.stringContaining('A corrective action of this case is open'),
    })
    await o.success.call(completeAction, { actionId, correction: 'Trained again' })
    await complete(o.success, 'corrective-action')
    expect(await step('corrective-action')).toMatchObject({ state: 'done' })
  })

  it('is asked within three weeks of first contact whether it is solved, and escalated when it is not', async () => {
    t.clock.set('2037-12-07T15:00:00Z')
    await complete(o.success, 'follow-up', { results: { satisfied: false }, ...word('mail') })
    expect(await step('escalate')).toMatchObject({ state: 'open', assignee: { name: 'Max Management' } })
    expect(await told(o.manager)).toContain('step.given')
  })

  it('management approves the escalation, and the customer is told before it counts as done', async () => {
    await expect(complete(o.success, 'escalate', word('mail'))).rejects.toMatchObject({
      code: 'step.not_approved',
    })
    await complete(o.success, 'escalate')
    expect(await step('escalate')).toMatchObject({ state: 'open', approvedAt: null })
    expect(await told(o.manager)).toContain('step.to_approve')
    const { id: stepId } = await step('escalate')
    await expect(
      o.success.call(contract.approveStep, { caseId, stepId, decision: 'approve' }),
    ).rejects.toMatchObject({ code: 'step.not_approver' })
    await o.manager.call(contract.approveStep, {
      caseId,
      stepId,
      decision: 'return',
      reason: 'say what it costs',
    })
    expect(await step('escalate')).toMatchObject({ approvalAskedAt: null })
    await complete(o.success, 'escalate')
    await o.manager.call(contract.approveStep, { caseId, stepId, decision: 'approve' })
    expect(await step('escalate')).toMatchObject({ state: 'open', approvedBy: { name: 'Max Management' } })
    await expect(complete(o.success, 'escalate')).rejects.toMatchObject({ code: 'step.touchpoint_missing' })
    await complete(o.success, 'escalate', word('mail'))
    expect(await step('escalate')).toMatchObject({ state: 'done' })
  })

  it('ends with outcome and learning written down', async () => {
    await complete(o.success, 'document', {
      evidence: { resolution: 'Trained again', learning: 'Plan two days' },
    })
    expect(await whole()).toMatchObject({ status: 'resolved', resolution: 'Trained again' })
  })

  it('is escalated as soon as the lead says so, where the question whether it is solved went by mail', async () => {
    t.clock.set(start)
    const person = await seedPerson(o.ws, { name: 'Mel Mail', account: 'Mailly', mrrCents: 300_100 })
    await seedAnswer(o.ws, person, 1, { survey: postImplementation })
    caseId = (await caseOf(o, person))[0]!
    for (const key of ['acknowledge', 'investigate', 'internal-call', 'customer-call'])
      await o.success.call(contract.decideStep, {
        caseId,
        stepId: (await step(key)).id,
        decision: 'skip',
        reason: 'It is known.',
      })
    await complete(o.success, 'follow-up', word('mail'))
    expect(await step('escalate')).toMatchObject({ state: 'ahead', needsDecision: true })
    await o.success.call(contract.changeCase, { caseId, isDissatisfied: true })
    expect(await step('escalate')).toMatchObject({ state: 'open', assignee: { name: 'Max Management' } })
  })

  it('joins an open case for the same wave only', async () => {
    const person = await seedPerson(o.ws, { name: 'Ida Wave', account: 'Wavely', mrrCents: 100 })
    await seedAnswer(o.ws, person, 2, { survey: postImplementation })
    await seedAnswer(o.ws, person, 1, { survey: postImplementation })
    expect(await caseOf(o, person)).toHaveLength(1)
  })
})

describe('an item that is triaged', () => {
  let o: Office
  beforeAll(async () => {
    o = await office()
  })
  const say = async (verbatim: string) =>
    (
      await o.ws.owner.call(submitFeedback, {
        channel: 'email',
        verbatim,
        contact: { email: 'bo@quillmere.example', name: 'Bo Quill' },
      })
    ).id
  const cases = async () => {
    await t.settle()
    return (await o.ws.owner.call(contract.listCases, { status: 'open', sort: 'newest' })).data
  }

  it('as a critical bug opens a case of its own, once, however often it is triaged', async () => {
    const feedbackId = await say('Nobody can sign in since this morning')
    await o.ws.owner.call(triageFeedback, { feedbackId, change: { type: 'bug_report' } })
    expect(await cases()).toEqual([])
    await o.ws.owner.call(triageFeedback, { feedbackId, change: { priority: 'critical' } })
    const [found, ...rest] = await cases()
    expect(rest).toEqual([])
    expect(found).toMatchObject({
      playbook: 'critical-bug',
      title: 'Nobody can sign in since this morning from Bo Quill',
    })
    await o.ws.owner.call(triageFeedback, { feedbackId, change: { priority: 'high' } })
    await o.ws.owner.call(triageFeedback, { feedbackId, change: { priority: 'critical' } })
    expect(await cases()).toHaveLength(1)
    const { answers } = await o.ws.owner.call(contract.getCase, { caseId: found!.id })
    expect(answers).toMatchObject([{ responseId: null, verbatim: 'Nobody can sign in since this morning' }])
  })

  it('as spam, or long ago, opens none', async () => {
    const before = (await cases()).length
    const feedbackId = await say('Buy our pills')
    await o.ws.owner.call(triageFeedback, {
      feedbackId,
      change: { type: 'bug_report', priority: 'critical', status: 'spam' },
    })
    expect(await cases()).toHaveLength(before)
    const old = await say('It was down')
    await o.ws.owner.call(triageFeedback, {
      feedbackId: old,
      change: { type: 'bug_report', priority: 'critical' },
    })
    t.clock.advance({ days: 8 })
    expect(await cases()).toHaveLength(before)
  })
})

it('a case stops by itself when its playbook says so, with the reason', async () => {
  const o = await office()
  const { savePlaybook, getPlaybook } = await import('#act/playbooks/contract.ts')
  const { text, version } = await o.ws.owner.call(getPlaybook, { key: 'nps-detractor' })
  await o.ws.owner.call(changeMember, {
    id: encodeId('mem', o.success.memberId!),
    positions: ['customer-success-manager'],
  })
  await o.ws.owner.call(savePlaybook, {
    key: 'nps-detractor',
    text: `${text}\nstops: account.lifecycle == 'churned'\n`,
    basedOn: version,
  })
  const person = await seedPerson(o.ws, { name: 'Nina Gone', account: 'Gone Ltd', mrrCents: 100 })
  await seedAnswer(o.ws, person, 3)
  const [caseId] = await caseOf(o, person)
  await o.ws.owner.call(changeAccount, {
    accountId: encodeId('acct', person.accountId!),
    lifecycle: 'churned',
  })
  await t.settle()
  expect(await o.ws.owner.call(contract.getCase, { caseId: caseId! })).toMatchObject({
    status: 'cancelled',
    cancelReason: "account.lifecycle == 'churned': account.lifecycle is churned",
  })
})
