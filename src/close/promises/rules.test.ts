import { describe, expect, test } from 'vitest'
import {
  keptShare,
  keptState,
  nextLook,
  promisedIn,
  quarterEnd,
  readPromised,
  standingOf,
} from '#close/promises/rules.ts'

const today = '2037-03-02'

describe('a date that is promised', () => {
  test.each([
    ['2037-03-20', '2037-03-20', 'day'],
    ['Q1', '2037-03-31', 'quarter'],
    ['q4 2037', '2037-12-31', 'quarter'],
    ['2038-Q2', '2038-06-30', 'quarter'],
    ['within two weeks', '2037-03-16', 'within'],
    ['within 10 days', '2037-03-12', 'within'],
    ['in a month', '2037-04-01', 'within'],
    ['re-evaluated quarterly', '2037-06-30', 'quarterly'],
    ['every quarter', '2037-06-30', 'quarterly'],
  ])('%s is due on %s', (text, dueOn, kind) => {
    expect(readPromised(text, today)).toMatchObject({ kind, dueOn })
  })

  test('a quarter without its year is the next one to end', () => {
    expect(readPromised('Q1', '2037-05-01')).toMatchObject({ year: 2038, dueOn: '2038-03-31' })
    expect(readPromised('Q2', '2037-05-01')).toMatchObject({ year: 2037 })
    expect(quarterEnd(2037, 4)).toBe('2037-12-31')
    expect(nextLook('2037-11-30')).toBe('2038-03-31')
  })

  test.each(['soon', '2037-02-30', 'Q5', 'within many weeks', 'Q1 or so', ''])('“%s” is none', (text) => {
    expect(readPromised(text, today)).toBeUndefined()
  })

  test('the first one to come is found in words that somebody wrote', () => {
    expect(promisedIn('We look at it and I write to you within two weeks.', today)).toMatchObject({
      words: 'within two weeks',
      promised: { dueOn: '2037-03-16' },
    })
    expect(
      promisedIn('It was there on 2036-05-01, and we re-evaluate quarterly.', today)?.promised.kind,
    ).toBe('quarterly')
    expect(promisedIn('The Q1 2036 numbers are out.', today)).toBeUndefined()
  })
})

test('a promise is late after its day and due soon before it; kept after it, it is kept late', () => {
  const at = (dueOn: string) => standingOf({ state: 'open', dueOn }, today, 3)
  expect([at('2037-03-01'), at('2037-03-02'), at('2037-03-05'), at('2037-03-06')]).toEqual([
    'late',
    'soon',
    'soon',
    'open',
  ])
  expect([keptState('2037-03-02', today), keptState('2037-03-01', today)]).toEqual(['kept', 'kept_late'])
  expect(keptShare({ kept: 3, keptLate: 1, broken: 0 })).toBe(0.75)
  expect(keptShare({ kept: 0, keptLate: 0, broken: 0 })).toBeNull()
})
