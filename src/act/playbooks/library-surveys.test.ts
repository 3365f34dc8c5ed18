import { describe, expect, it, test } from 'vitest'
import { holds, isTaken, playbookOf, stepOf, windowAt } from './test-playbooks.ts'

// Every sentence of the documents that says who owes what by when, held against the playbooks made of them.

describe('post-support customer feedback collection (document 001)', () => {
  const key = 'post-support-negative'
  it('respond within 24 hours to negative or unsatisfied feedback', () => {
    expect(windowAt(key, 'respond')).toEqual({ rule: '24 hours after the answer', latest: '11-21T15:00' })
  })
  it('where contact is possible', () => {
    expect(isTaken(key, 'respond', {})).toBe(true)
    expect(isTaken(key, 'respond', { contact: { reachable: false } })).toBe(false)
  })
  it('flag negative feedback for managerial review and intervention', () => {
    const review = stepOf(key, 'manager-review')
    expect(review).toMatchObject({ who: 'management', needs: [] })
    expect(windowAt(key, 'manager-review').latest).toBe('11-24T17:00')
  })
  it('escalate unresolved issues to management or relevant teams', () => {
    const escalate = stepOf(key, 'escalate')
    expect(escalate).toMatchObject({
      who: 'management',
      approve: 'management',
      tells: 'post-support/escalated',
    })
    const asked = (satisfied: boolean) => ({ steps: { follow_up: { done: true, satisfied } } })
    expect(isTaken(key, 'escalate', asked(false))).toBe(true)
    expect(isTaken(key, 'escalate', asked(true))).toBe(false)
    expect(isTaken(key, 'escalate', { ...asked(true), case: { dissatisfied: true } })).toBe(true)
    expect(isTaken(key, 'escalate', { steps: { follow_up: { done: false } } })).toBe(false)
    expect(
      isTaken(key, 'escalate', { steps: { follow_up: { done: true } } }),
      'without an answer a person decides',
    ).toContain('not known')
  })
  it('log and track all follow-up actions, to a documented end', () => {
    expect(stepOf(key, 'put-right')).toMatchObject({ may: ['log-corrective-action'] })
    expect(stepOf(key, 'document')).toMatchObject({ do: 'resolve', logs: ['case', 'crm'] })
    expect(playbookOf(key).ends).toBe('document.done')
  })
  it('review the procedure quarterly', () => {
    expect(playbookOf(key).review).toBe('every quarter')
  })
})

describe('customer feedback collection and follow-up (document 002)', () => {
  const key = 'general-complaint'
  test.each([
    ['respond to customers acknowledging their feedback', 'acknowledge', '11-21T15:00'],
    ['assign responsibility to relevant teams or individuals', 'assign', '11-23T17:00'],
    ['implement corrective or improvement measures as needed', 'measures', '12-07T17:00'],
    ['respond to customers providing updates', 'tell', '11-24T17:00'],
    ['document outcomes', 'document', '11-25T17:00'],
  ])('%s', (_, id, latest) => {
    expect(windowAt(key, id).latest).toBe(latest)
  })
  it('managers hear of a complaint that was not settled', () => {
    expect(isTaken(key, 'escalate', { steps: { tell: { done: true, satisfied: false } } })).toBe(true)
    expect(isTaken(key, 'escalate', { steps: { tell: { done: true, satisfied: true } } })).toBe(false)
  })
})

describe('responding to a post-implementation survey (document 004)', () => {
  const key = 'post-implementation-negative'
  it('has the steps of the runbook, in its order', () => {
    expect(playbookOf(key).steps.map((step) => step.id)).toEqual([
      'acknowledge',
      'investigate',
      'internal-call',
      'customer-call',
      'corrective-action',
      'follow-up',
      'escalate',
      'document',
    ])
  })

  test.each([
    [
      'acknowledge the feedback within 1–3 business days',
      'acknowledge',
      { rule: '1 to 3 business days after opening', earliest: '11-23T09:00', latest: '11-25T17:00' },
    ],
    [
      'investigate the issue within 5 business days',
      'investigate',
      { rule: '5 business days after opening', latest: '11-30T17:00' },
    ],
    [
      'an internal call to review feedback within 5–10 business days',
      'internal-call',
      { rule: '5 to 10 business days after opening', earliest: '11-30T09:00', latest: '12-07T17:00' },
    ],
    [
      'a call with the customer within 5–10 business days',
      'customer-call',
      { rule: '5 to 10 business days after opening', earliest: '11-30T09:00', latest: '12-07T17:00' },
    ],
    [
      'implement corrective actions within 10–21 business days',
      'corrective-action',
      { rule: '10 to 21 business days after opening', earliest: '12-07T09:00', latest: '12-22T17:00' },
    ],
    [
      'follow up within two weeks, at the latest within 3 weeks of initial contact',
      'follow-up',
      { rule: '3 weeks after first contact', aim: '12-04T15:00', latest: '12-11T15:00' },
    ],
    [
      'escalate the issue to senior management',
      'escalate',
      { rule: '1 business day after “Bring it to management” is opened', latest: '11-23T17:00' },
    ],
    [
      'log the feedback, actions taken and final resolution',
      'document',
      { rule: '5 business days after “Record outcome and learning” is opened', latest: '11-30T17:00' },
    ],
  ])('%s', (_, id, window) => {
    expect(windowAt(key, id)).toEqual(window)
  })

  test.each([
    [2999, 'director-of-implementations', 'Arrange a call with the customer'],
    [3000, 'director-of-implementations', 'Arrange a call with the customer'],
    [3001, 'transition-success-manager', 'Ask the success manager which coming call to join'],
  ])('the lead person at an MRR of %i is the %s, and the call: %s', (mrr, position, call) => {
    const first = <T extends { if?: string | undefined }>(list: readonly T[]) =>
      list.find((one) => !one.if || holds(key, one.if, { account: { mrr } }) === true)
    expect(first(playbookOf(key).lead)?.position).toBe(position)
    expect(first(stepOf(key, 'customer-call').choose)?.text).toBe(call)
  })
  it('an account without a known MRR is led by the director of implementations', () => {
    expect(holds(key, playbookOf(key).lead[0]!.if!, { account: { mrr: 0, mrr_known: false } })).toBe(false)
  })

  test.each([
    [['implementation'], ['director-of-implementations']],
    [['marketing'], ['marketing-specialist']],
    [
      ['implementation', 'marketing'],
      ['director-of-implementations', 'marketing-specialist'],
    ],
    [['support'], []],
  ])('the internal call about %j is with %j', (areas, positions) => {
    const invited = stepOf(key, 'internal-call').invite.filter((one) =>
      holds(key, one.if!, { case: { areas } }),
    )
    expect(invited.map((one) => one.position)).toEqual(positions)
  })
  it('a summary of the issues is sent out before the internal call', () => {
    expect(stepOf(key, 'internal-call')['sends-before']).toBe('summary of the issues')
  })
  it('log CAPAs where necessary', () => {
    expect(stepOf(key, 'investigate').may).toEqual(['log-corrective-action'])
    expect(stepOf(key, 'corrective-action').do).toBe('corrective-actions')
  })
  it('if the customer remains dissatisfied, escalate, and keep the customer informed throughout', () => {
    const answered = (satisfied: boolean) => ({ steps: { follow_up: { satisfied } } })
    expect(isTaken(key, 'escalate', answered(false))).toBe(true)
    expect(isTaken(key, 'escalate', answered(true))).toBe(false)
    expect(isTaken(key, 'escalate', { ...answered(true), case: { dissatisfied: true } })).toBe(true)
    expect(isTaken(key, 'escalate', {}), 'without an answer a person decides').toContain('not known')
    expect(stepOf(key, 'escalate').tells).toBe('post-implementation/escalated')
  })
  it('management: approve escalations', () => {
    expect(stepOf(key, 'escalate').approve).toBe('management')
  })
  it('the case does not end before what was promised is done', () => {
    expect(stepOf(key, 'document').needs).toEqual(['corrective-action', 'escalate'])
  })
})
