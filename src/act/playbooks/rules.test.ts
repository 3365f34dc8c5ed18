import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { checkPlaybook } from './check.ts'
import { isLate, nextRound, ruleText, rungsOf, windowOf } from './rules.ts'

const { playbook } = checkPlaybook(
  readFileSync(new URL('./library/nps-detractor.yaml', import.meta.url), 'utf8'),
)
const step = (id: string) => playbook!.steps.find((one) => one.id === id)!
const hours: [number, number][] = [[540, 1050]]
const office: WorkingCalendar = {
  zone: 'America/Los_Angeles',
  hours: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
  holidays: {},
  halfDays: {},
}
const answered = new Date('2026-11-13T20:00:00Z') // a Friday noon
const moments = new Map([
  ['answered', answered],
  ['opened', answered],
  ['outreach.done', new Date('2026-11-13T22:00:00Z')],
  ['action-plan.done', new Date('2027-01-31T20:00:00Z')],
])

describe('an NPS detractor', () => {
  it('is due outreach within 24 hours after the answer, over a weekend too', () => {
    const window = windowOf(office, step('outreach'), moments)!
    expect(window.latest.toISOString()).toBe('2026-11-14T20:00:00.000Z')
    expect(ruleText(step('outreach'), playbook!.steps)).toBe('24 hours after the answer')
  })
  it('is owed an action plan by the close of the fifth business day after the outreach', () => {
    expect(windowOf(office, step('action-plan'), moments)!.latest.toISOString()).toBe(
      '2026-11-21T01:30:00.000Z',
    )
  })
  it('hears from us every month, on the day of the plan where the month has it', () => {
    const due = [1, 2, 3].map((round) =>
      windowOf(office, step('monthly-follow-up'), moments, round)!.latest.toISOString(),
    )
    expect(due.map((text) => text.slice(0, 10))).toEqual(['2027-02-28', '2027-03-31', '2027-04-30'])
  })
  it('months that nobody answered in are not caught up on', () => {
    expect(nextRound(office, step('monthly-follow-up'), moments, 1, new Date('2027-04-02T00:00:00Z'))).toBe(3)
  })
  it('a window has no date while its moment has not happened', () => {
    expect(windowOf(office, step('monthly-follow-up'), new Map([['opened', answered]]))).toBeUndefined()
  })
})

describe('warnings and escalations', () => {
  it('come at three quarters, at the end, and one business day later', () => {
    const window = windowOf(office, step('outreach'), moments)!
    expect(
      rungsOf(office, playbook!, step('outreach'), window).map((rung) => [rung.at.toISOString(), rung.tell]),
    ).toEqual([
      ['2026-11-14T14:00:00.000Z', ['who']],
      ['2026-11-14T20:00:00.000Z', ['who', 'lead']],
      ['2026-11-17T01:30:00.000Z', ['management']],
    ])
  })
  it('late is a comparison: the due time itself is still in time', () => {
    expect(isLate(answered, answered)).toBe(false)
    expect(isLate(answered, new Date(answered.getTime() + 1))).toBe(true)
  })
})
