import { describe, expect, it, test } from 'vitest'
import { needsOf } from './language.ts'
import { holds, isTaken, newYork, playbookOf, stepOf, windowAt } from './test-playbooks.ts'

// Every sentence of the document that says who owes what by when, held against the playbooks made of it.

describe('customer feedback handling (document 000)', () => {
  test.each([
    ['promoters: thank them', 'nps-promoter', 'thank', '2 business days after the answer', '11-24T17:00'],
    [
      'promoters: request a case study or testimonial',
      'nps-promoter',
      'testimonial',
      '5 business days after “Say thank you” is done',
      '11-30T17:00',
    ],
    [
      'passives: understand what would make them promoters',
      'nps-passive',
      'understand',
      '3 business days after the answer',
      '11-25T17:00',
    ],
    [
      'passives: address specific pain points',
      'nps-passive',
      'pain-points',
      '10 business days after “Find out what would make them a promoter” is done',
      '12-07T17:00',
    ],
    [
      'passives: share the product roadmap',
      'nps-passive',
      'roadmap',
      '5 business days after “Address their pain points” is done',
      '11-30T17:00',
    ],
    [
      'detractors: immediate outreach within 24 hours',
      'nps-detractor',
      'outreach',
      '24 hours after the answer',
      '11-21T15:00',
    ],
    [
      'critical issues: create a P0/P1 support ticket',
      'critical-bug',
      'ticket',
      '1 business hour after opening',
      '11-20T16:00',
    ],
    [
      'critical issues: notify engineering immediately',
      'critical-bug',
      'tell-engineering',
      '1 business hour after opening',
      '11-20T16:00',
    ],
    [
      'critical issues: update the customer on progress',
      'critical-bug',
      'keep-informed',
      '1 day after “Tell the customer that we are on it” is done, then every 1 day',
      '11-21T15:00',
    ],
    [
      'critical issues are actioned the same day',
      'critical-bug',
      'act',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'critical bugs are all addressed in 48 hours',
      'critical-bug',
      'address',
      '48 hours after opening',
      '11-22T15:00',
    ],
    [
      'feature requests: log in the product backlog, the same day',
      'feature-request',
      'log',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'feature requests: tag by customer, priority, product, the same day',
      'feature-request',
      'tag',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'feature requests: thank the customer, the same day',
      'feature-request',
      'thank',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'positive feedback: share with the team, the same day',
      'praise',
      'share',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'positive feedback: personal thank you, the same day',
      'praise',
      'thank',
      'same business day after opening',
      '11-20T17:00',
    ],
    [
      'positive feedback: request a testimonial or case study, the same day',
      'praise',
      'ask',
      'same business day after opening',
      '11-20T17:00',
    ],
  ])('%s', (_, key, id, rule, latest) => {
    expect(windowAt(key, id)).toEqual({ rule, latest })
  })

  it('promoters: ask for referrals, not in the week of the first question', () => {
    expect(windowAt('nps-promoter', 'referral')).toEqual({
      rule: '5 to 10 business days after “Ask for a case study or a testimonial” is done',
      earliest: '11-30T09:00',
      latest: '12-07T17:00',
    })
  })

  it('a critical issue of a Wednesday evening is actioned the next day the office is open', () => {
    expect(windowAt('critical-bug', 'act', newYork('11-25T18:30')).latest).toBe('11-27T17:00')
  })

  it('ticket, engineering and customer are not kept waiting for each other', () => {
    const { steps } = playbookOf('critical-bug')
    const atOnce = steps.filter((_, i) => needsOf(playbookOf('critical-bug'), i).length === 0)
    expect(atOnce.map((step) => step.id)).toEqual(['ticket', 'tell-engineering', 'tell-customer'])
    expect(stepOf('critical-bug', 'act').who).toBe('engineering-lead')
  })

  it('the customer of a critical issue is kept informed until it is resolved', () => {
    const { repeat } = stepOf('critical-bug', 'keep-informed')
    expect(holds('critical-bug', repeat!.until, {})).toBe(false)
    expect(holds('critical-bug', repeat!.until, { case: { resolved: true } })).toBe(true)
  })

  it('testimonial or case study where appropriate: of an active customer, by what they are to us', () => {
    const chosen = (mrr: number) =>
      stepOf('praise', 'ask').choose.find((one) => !one.if || holds('praise', one.if, { account: { mrr } }))!
    expect(chosen(5000).text).toContain('testimonial')
    expect(chosen(4999).text).toContain('know somebody')
    expect(isTaken('praise', 'ask', {})).toBe(true)
    expect(isTaken('praise', 'ask', { account: { lifecycle: 'churned' } })).toBe(false)
    expect(isTaken('praise', 'ask', { case: { dissatisfied: true } })).toBe(false)
  })
})
