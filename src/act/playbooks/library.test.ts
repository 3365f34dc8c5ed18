import { describe, expect, it, test } from 'vitest'
import { isNegativeScore } from '#collect/surveys/rules.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { askCondition } from '#platform/conditions/rules.ts'
import { previewTemplate } from '#platform/templates/rules.ts'
import { checkPlaybook } from './check.ts'
import { needsOf, variablesOf } from './language.ts'
import { libraryPlaybooks, playbookTemplates } from './library.ts'
import { ruleText, windowOf } from './rules.ts'

// Every sentence of the documents that says who owes what by when, held against the playbook made of it.

const playbookOf = (key: string) => libraryPlaybooks().get(key)!.playbook
const stepOf = (key: string, id: string) => playbookOf(key).steps.find((step) => step.id === id)!

const day: [number, number][] = [[9 * 60, 17 * 60]]
const office: WorkingCalendar = {
  zone: 'America/New_York',
  hours: { 1: day, 2: day, 3: day, 4: day, 5: day },
  holidays: { '2026-11-26': 'Thanksgiving' },
  halfDays: {},
}
/** A time of November or December 2026 in New York. */
const newYork = (time: string) => new Date(`2026-${time}-05:00`)
const shown = (at: Date | null | undefined) =>
  at && new Date(at.getTime() - 5 * 3_600_000).toISOString().slice(5, 16)
/** The Friday before Thanksgiving, two hours before the office closes. */
const friday = newYork('11-20T15:00')

/** The window of a step as rule and local times, with everything it can be counted from on that Friday. */
function windowAt(key: string, id: string, at = friday) {
  const step = stepOf(key, id)
  const window = windowOf(office, step, new Map([[step.due.after, at]]))!
  return {
    rule: ruleText(step, playbookOf(key).steps),
    ...(window.earliest && { earliest: shown(window.earliest) }),
    ...(window.aim && { aim: shown(window.aim) }),
    latest: shown(window.latest),
  }
}

interface Changed {
  survey?: object
  response?: object
  item?: object
  contact?: object
  account?: object
  case?: object
  steps?: object
}
const values = (changed: Changed) => ({
  survey: { key: '', kind: '', ...changed.survey },
  response: { negative: false, ...changed.response },
  item: {
    type: '',
    priority: '',
    sentiment: '',
    channel: 'widget',
    area: '',
    negative: false,
    ...changed.item,
  },
  contact: { roles: [], reachable: true, ...changed.contact },
  account: {
    name: 'Quillmere Academy',
    mrr: 0,
    mrr_known: true,
    segment: '',
    lifecycle: 'active',
    has_owner: true,
    ...changed.account,
  },
  case: { dissatisfied: false, resolved: false, answers: 1n, areas: [], ...changed.case },
  settings: { executive_call_mrr: 5000 },
  steps: changed.steps ?? {},
})

/** Whether a condition of a playbook holds; one that cannot be answered says why. */
function holds(key: string, condition: string, changed: Changed): boolean | string {
  const outcome = askCondition(variablesOf(playbookOf(key).steps), condition, values(changed))
  return 'holds' in outcome ? outcome.holds : outcome.failed
}
const isTaken = (key: string, id: string, changed: Changed) => holds(key, stepOf(key, id).if!, changed)

/** The playbooks that an event opens. */
const opens = (event: string, changed: Changed) =>
  [...libraryPlaybooks().values()].flatMap(({ key, playbook }) => {
    if (playbook.when.event !== event) return []
    const answer = holds(key, playbook.when.if, changed)
    if (typeof answer === 'string') throw new Error(answer)
    return answer ? [key] : []
  })

describe('an answer opens the playbook of its kind, and no other', () => {
  test.each(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((score) => [
      score,
      score <= 6 ? 'nps-detractor' : score <= 8 ? 'nps-passive' : 'nps-promoter',
    ]),
  )('scoring: an NPS answer of %i opens %s', (score, key) => {
    const response = { score, negative: isNegativeScore('nps', Number(score)) }
    expect(opens('response.received', { survey: { key: 'nps', kind: 'nps' }, response })).toEqual([key])
  })

  test.each([
    [1, ['post-support-negative']],
    [2, ['post-support-negative']],
    [3, ['post-support-negative']],
    [4, []],
    [5, []],
  ])('fewer than 4 stars after support are negative: %i opens %j', (score, keys) => {
    const response = { score, negative: isNegativeScore('csat', score) }
    const survey = { key: 'post-support', kind: 'csat' }
    expect(opens('response.received', { survey, response })).toEqual(keys)
  })

  test.each([
    [1, true, ['post-implementation-negative']],
    [2, true, ['post-implementation-negative']],
    [3, false, []],
    [5, false, []],
  ])(
    'negative feedback after an implementation: an answer of %i, negative %s, opens %j',
    (score, negative, keys) => {
      const survey = { key: 'post-implementation', kind: 'custom' }
      expect(opens('response.received', { survey, response: { score, negative } })).toEqual(keys)
    },
  )
})

describe('a triaged item opens the playbook of its type, and no other', () => {
  const types = ['bug', 'feature', 'usability', 'performance', 'pricing', 'praise', 'question']
  const complaints = ['bug', 'usability', 'performance', 'pricing']
  const expected = (type: string, priority: string, negative: boolean): string[] => {
    if (type === 'bug' && priority === 'critical') return ['critical-bug']
    if (type === 'feature') return ['feature-request']
    if (type === 'praise') return ['praise']
    return negative && complaints.includes(type) ? ['general-complaint'] : []
  }
  test.each(types)('%s', (type) => {
    for (const priority of ['critical', 'high', 'medium', 'low', ''])
      for (const negative of [true, false])
        expect(
          opens('feedback.triaged', { item: { type, priority, negative } }),
          `${priority} ${negative}`,
        ).toEqual(expected(type, priority, negative))
  })

  it('what an answer to a survey says is not followed up twice', () => {
    const item = { channel: 'survey', negative: true, priority: 'high' }
    expect(opens('feedback.triaged', { item: { ...item, type: 'usability' } })).toEqual([])
    expect(opens('feedback.triaged', { item: { ...item, type: 'praise' } })).toEqual([])
    expect(
      opens('feedback.triaged', { item: { ...item, type: 'bug', priority: 'critical' } }),
      'a critical bug is one wherever it is told',
    ).toEqual(['critical-bug'])
  })
})

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

describe('the playbooks as they are shipped', () => {
  const templates = [...playbookTemplates().keys()]
  test.each([...libraryPlaybooks().values()].map((one) => [one.key, one.text]))(
    '%s has nothing to mend',
    (key, text) => {
      const { findings } = checkPlaybook(text, { templates })
      // The runbook itself gives both calls the same days.
      const both =
        '“internal-call” may last until 10 business days, “customer-call” may begin at 5 business days'
      expect(findings.map((one) => one.message)).toEqual(key === 'post-implementation-negative' ? [both] : [])
    },
  )
  it('every template is used, and its samples fill it', () => {
    const named = [...libraryPlaybooks().values()].flatMap(({ playbook }) =>
      playbook.steps.flatMap((step) => [step.template, step.tells].filter(Boolean)),
    )
    expect([...new Set(named)].sort()).toEqual([...templates].sort())
    for (const template of playbookTemplates().values())
      expect(previewTemplate(template).empty, template.key).toEqual([])
  })
  it('those that would open a case for most answers and items start switched off', () => {
    const on = [...libraryPlaybooks().values()].filter((one) => one.startsOn).map((one) => one.key)
    expect(on).toEqual([
      'critical-bug',
      'nps-detractor',
      'post-implementation-negative',
      'post-support-negative',
    ])
  })
  it('no step that can be skipped ends a case', () => {
    for (const { playbook } of libraryPlaybooks().values())
      expect(playbook.steps.find((step) => `${step.id}.done` === playbook.ends)?.if).toBeUndefined()
  })
})
