import { expect, test } from 'vitest'
import { accountFinding, silences } from '#measure/timelines/rules.ts'

const now = new Date('2026-11-19T10:00:00Z')

test('a stretch of 45 days between two words is a silence, 44 days are not', () => {
  const found = silences(['2026-11-09T10:00:00Z', '2026-09-25T10:00:00Z', '2026-08-12T10:00:00Z'], null, now)
  expect(found.map((one) => [one.days, one.isNow])).toEqual([[45, false]])
})

test('the time since the last word counts up to now', () => {
  const found = silences(['2026-08-01T10:00:00Z'], null, now)
  expect(found).toMatchObject([{ days: 110, isNow: true }])
  expect(accountFinding(1, found)).toBe('110 days without a word')
})

test('an account that never said a word is silent since it went live', () => {
  expect(silences([], '2026-02-02T00:00:00Z', now)).toMatchObject([{ days: 290, isNow: true }])
  expect(accountFinding(0, [])).toBe('Nothing heard from this account yet')
})

test('a go-live that lies ahead is no silence', () => {
  expect(silences([], '2027-02-02T00:00:00Z', now)).toEqual([])
})
