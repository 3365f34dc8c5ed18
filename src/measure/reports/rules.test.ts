import { expect, test } from 'vitest'
import { dueAt, lastDue, momentsOf, nextDue, periodOf, startsOf } from '#measure/reports/rules.ts'

test('a week runs from Monday to Sunday, also over the turn of a year', () => {
  expect(periodOf('weekly', '2037-03-08')).toEqual({ from: '2037-03-02', to: '2037-03-08' })
  expect(periodOf('weekly', '2037-03-09').from).toBe('2037-03-09')
  expect(periodOf('weekly', '2037-01-01')).toEqual({ from: '2036-12-29', to: '2037-01-04' })
})

test('months, quarters and years end on their last day', () => {
  expect(periodOf('monthly', '2036-02-10')).toEqual({ from: '2036-02-01', to: '2036-02-29' })
  expect(periodOf('quarterly', '2037-12-31')).toEqual({ from: '2037-10-01', to: '2037-12-31' })
  expect(periodOf('yearly', '2037-06-01')).toEqual({ from: '2037-01-01', to: '2037-12-31' })
  expect(startsOf('quarterly', periodOf('quarterly', '2037-02-01'), 2)).toEqual([
    '2036-07-01',
    '2036-10-01',
    '2037-01-01',
  ])
})

test('a week in which clocks change has an hour less or more, and is due on the wall of the workspace', () => {
  const days = periodOf('weekly', '2037-03-25') // clocks go forward in Berlin on 29 March
  const { from, to } = momentsOf('Europe/Berlin', days)
  expect((to.getTime() - from.getTime()) / 3_600_000).toBe(7 * 24 - 1)
  expect(dueAt('Europe/Berlin', days, 6).toISOString()).toBe('2037-03-30T04:00:00.000Z')
})

test('it is due early on Monday where the workspace is: already Monday in Auckland, still Sunday in Honolulu', () => {
  const now = new Date('2037-03-08T18:00:00Z')
  expect(lastDue('weekly', 'Pacific/Auckland', 6, now).to).toBe('2037-03-08')
  expect(lastDue('weekly', 'Pacific/Honolulu', 6, now).to).toBe('2037-03-01')
  expect(nextDue('weekly', 'Pacific/Honolulu', 6, now).toISOString()).toBe('2037-03-09T16:00:00.000Z')
})
