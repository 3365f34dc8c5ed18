import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { checkPlaybook } from './check.ts'
import { dueExamples } from './examples.ts'

const { playbook } = checkPlaybook(
  readFileSync(new URL('./library/nps-detractor.yaml', import.meta.url), 'utf8'),
)
const hours: [number, number][] = [
  [510, 720],
  [780, 1050],
]
const office: WorkingCalendar = {
  zone: 'America/Los_Angeles',
  hours: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
  holidays: { '2026-11-26': 'Thanksgiving', '2026-11-27': 'Day after Thanksgiving' },
  halfDays: {},
}
const now = new Date('2026-11-16T18:00:00Z') // a Monday
const shown = (calendar: WorkingCalendar) =>
  dueExamples(calendar, [playbook!], now).map(({ cause, at, owed, due, why }) =>
    [cause, at.toISOString(), owed, due.toISOString(), why].join(' | '),
  )

test('an answer before the weekend is owed outreach by the clock, and management hears on Monday', () => {
  expect(shown(office).slice(0, 2)).toEqual([
    'NPS detractor comes in | 2026-11-21T00:30:00.000Z | Reach out in person | 2026-11-22T00:30:00.000Z | 24 hours by the clock, weekend included',
    'Nobody does | 2026-11-22T00:30:00.000Z | Told: management | 2026-11-24T01:30:00.000Z | 1 business day, weekend skipped',
  ])
})

test('a promise in business days skips the next public holiday by name', () => {
  expect(shown(office)[2]).toBe(
    '“Reach out in person” is done | 2026-11-26T00:30:00.000Z | Agree an action plan | 2026-12-05T01:30:00.000Z | 5 business days, Thanksgiving, Day after Thanksgiving and weekend skipped',
  )
})

test('without a public holiday ahead the promise is shown over the weekend', () => {
  expect(shown({ ...office, holidays: {} })[2]).toContain('2026-11-21T00:30:00.000Z')
})

test('an office that never closes has nothing to show', () => {
  const always: [number, number][] = [[0, 1440]]
  expect(
    shown({
      ...office,
      holidays: {},
      hours: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, always])),
    }),
  ).toEqual([])
})
