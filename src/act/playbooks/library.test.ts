import { describe, expect, it, test } from 'vitest'
import { usualNegativeBelow } from '#collect/surveys/kinds.ts'
import { defaultTypes, priorities } from '#organize/tags/rules.ts'
import { previewTemplate } from '#platform/templates/rules.ts'
import { checkPlaybook } from './check.ts'
import { playbookTemplates, shippedPlaybooks } from './library.ts'
import { takersOf } from './takers.ts'
import { type Changed, valuesOf } from './test-playbooks.ts'

/** The playbooks that an event opens. */
const opens = (event: string, changed: Changed) => {
  const listening = [...shippedPlaybooks().values()].filter(({ playbook }) => playbook.when.event === event)
  return takersOf(listening, valuesOf(changed)).map(({ key }) => key)
}

describe('an answer opens the playbook of its kind, and no other', () => {
  test.each(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((score) => [
      score,
      score <= 6 ? 'nps-detractor' : score <= 8 ? 'nps-passive' : 'nps-promoter',
    ]),
  )('scoring: an NPS answer of %i opens %s', (score, key) => {
    const response = { score, negative: Number(score) < usualNegativeBelow('nps')! }
    expect(opens('response.received', { survey: { key: 'nps', kind: 'nps' }, response })).toEqual([key])
  })

  test.each([
    [1, ['post-support-negative']],
    [2, ['post-support-negative']],
    [3, ['post-support-negative']],
    [4, []],
    [5, []],
  ])('fewer than 4 stars after support are negative: %i opens %j', (score, keys) => {
    const response = { score, negative: score < usualNegativeBelow('csat')! }
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

  test.each([
    ['ces', 'ces'],
    ['resolution-check', 'csat'],
    ['our-own', 'agreement'],
    ['our-own', 'choice'],
  ])('a negative answer to %s (%s), which no playbook is made for, opens negative-answer', (key, kind) => {
    const open = (negative: boolean, contact = {}) =>
      opens('response.received', { survey: { key, kind }, response: { negative }, contact })
    expect(open(true)).toEqual(['negative-answer'])
    expect(open(false)).toEqual([])
    expect(open(true, { known: false })).toEqual([])
  })
})

describe('a triaged item opens the playbook of its type, and no other', () => {
  const complaints = defaultTypes.filter((type) => type.family === 'complaint').map((type) => type.code)
  const expected = (type: string, priority: string, negative: boolean): string[] => {
    if (type === 'bug_report' && priority === 'critical') return ['critical-bug']
    if (type === 'feature_request') return ['feature-request']
    if (type === 'praise') return ['praise']
    return negative && complaints.includes(type) ? ['general-complaint'] : []
  }
  test.each(defaultTypes.map((type) => [type.code]))('%s', (type) => {
    for (const priority of [...priorities, ''])
      for (const negative of [true, false])
        expect(
          opens('feedback.triaged', { item: { type, priority, negative } }),
          `${priority} ${negative}`,
        ).toEqual(expected(type, priority, negative))
  })

  it('what an answer to a survey says is not followed up twice', () => {
    const item = { channel: 'survey', negative: true, priority: 'high' }
    expect(opens('feedback.triaged', { item: { ...item, type: 'usability_issue' } })).toEqual([])
    expect(opens('feedback.triaged', { item: { ...item, type: 'praise' } })).toEqual([])
    expect(
      opens('feedback.triaged', { item: { ...item, type: 'bug_report', priority: 'critical' } }),
      'a critical bug is one wherever it is told',
    ).toEqual(['critical-bug'])
  })
})

describe('the playbooks as they are shipped', () => {
  const templates = [...playbookTemplates().keys()]
  test.each([...shippedPlaybooks().values()].map((one) => [one.key, one.text]))(
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
    const named = [...shippedPlaybooks().values()].flatMap(({ playbook }) =>
      playbook.steps.flatMap((step) => [step.template, step.tells].filter(Boolean)),
    )
    expect([...new Set(named)].sort()).toEqual([...templates].sort())
    for (const template of playbookTemplates().values())
      expect(previewTemplate(template).empty, template.key).toEqual([])
  })
  it('those that would open a case for most answers and items start switched off', () => {
    const on = [...shippedPlaybooks().values()].filter((one) => one.startsOn).map((one) => one.key)
    expect(on).toEqual([
      'critical-bug',
      'negative-answer',
      'nps-detractor',
      'post-implementation-negative',
      'post-support-negative',
    ])
  })
  it('no step that can be skipped ends a case', () => {
    for (const { playbook } of shippedPlaybooks().values())
      expect(playbook.steps.find((step) => `${step.id}.done` === playbook.ends)?.if).toBeUndefined()
  })
})
