import { describe, expect, test } from 'vitest'
import {
  defaults,
  leftText,
  nextDay,
  openDay,
  periodOf,
  ranFor,
  rhythmText,
} from '#prioritize/reviews/rules.ts'

describe('the procedure', () => {
  test('the weekly product review is on Mondays at 10 with product, customer success and engineering, 15, 10 and 5 minutes', () => {
    const { product } = defaults
    expect(rhythmText('product', product)).toBe('every Monday at 10:00')
    expect(product.agenda.map((part) => part.minutes)).toEqual([15, 10, 5])
    expect(product.positions).toEqual(['product-manager', 'customer-success-manager', 'engineering-lead'])
  })

  test('marketing and implementation are at the quarterly review of negative trends and of what past actions did', () => {
    const { positions, agenda } = defaults.trends
    expect(positions).toContain('marketing-specialist')
    expect(positions).toContain('director-of-implementations')
    expect(agenda.map((part) => part.shows)).toEqual(['trends', 'effects', 'decide', 'actions'])
  })
})

test.each([
  ['product', 1, 1, '2037-03-02', '2037-03-09', 'the Monday after a Monday is a week later'],
  ['product', 1, 1, '2037-03-03', '2037-03-09', 'the first Monday after a Tuesday'],
  ['prioritization', 2, 1, '2037-03-02', '2037-03-03', 'the first Tuesday of this month'],
  ['prioritization', 2, 1, '2037-03-03', '2037-04-07', 'and when it is over, of the next'],
  ['trends', 4, 2, '2037-02-10', '2037-04-09', 'the second Thursday of the next quarter'],
  ['trends', 4, 2, '2037-12-01', '2038-01-14', 'over the turn of the year'],
] as const)('%s on weekday %i, the %i. one, after %s is on %s: %s', (kind, weekday, nth, after, day, _why) =>
  expect(nextDay(kind, { weekday, nth }, after)).toBe(day),
)

test('where the office is closed it takes place on the next day that is open', () => {
  const closed = new Set(['2037-04-05', '2037-04-06'])
  expect(openDay((date) => closed.has(date), '2037-04-06')).toBe('2037-04-07')
  expect(openDay(() => true, '2037-04-06')).toBe('2037-04-06')
})

test('a review looks back on the week, month or quarter that ends the day before', () => {
  expect(periodOf('product', '2037-03-09')).toEqual({ from: '2037-03-02', to: '2037-03-08' })
  expect(periodOf('prioritization', '2037-03-31')).toEqual({ from: '2037-02-28', to: '2037-03-30' })
  expect(periodOf('trends', '2037-04-09')).toEqual({ from: '2037-01-09', to: '2037-04-08' })
})

test('the timer counts down, leaves pauses out, and says when a part is over its minutes', () => {
  const at = (minute: number, second = 0) => new Date(Date.UTC(2037, 2, 2, 10, minute, second))
  const part = { startedAt: at(0), endedAt: null, pausedMs: 60_000 }
  expect(leftText(10, ranFor(part, at(5, 12)))).toBe('5:48 left')
  expect(leftText(10, ranFor(part, at(59), at(5, 12)))).toBe('5:48 left')
  expect(leftText(10, ranFor(part, at(12, 2)))).toBe('1:02 over')
})
