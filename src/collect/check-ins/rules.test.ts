import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPeriod, ongoingFrom, periodAt, procedure, rhythms } from '#collect/check-ins/rules.ts'
import { shiftDate } from '#platform/calendar/zones.ts'

const live = '2037-01-31'

describe('check-ins', () => {
  it.each([
    ['the first week from go-live on', '2037-01-31', '2037-01-31', '2037-02-06'],
    ['before go-live, the first week', '2037-01-02', '2037-01-31', '2037-02-06'],
    ['the second week', '2037-02-07', '2037-02-07', '2037-02-13'],
    [
      'the week in which the first 90 days end is the last weekly one',
      '2037-05-01',
      '2037-04-25',
      '2037-05-01',
    ],
    ['then a month', '2037-05-02', '2037-05-02', '2037-06-01'],
    ['and every month after', '2037-12-31', '2037-12-02', '2038-01-01'],
  ])('%s', (_, day, opensOn, dueOn) => {
    expect(periodAt(live, procedure, day)).toEqual({ opensOn, dueOn })
  })

  it('a month that is too short ends on its last day', () => {
    const monthly = { early: 'monthly', earlyDays: 0, ongoing: 'monthly' } as const
    expect(periodAt(live, monthly, '2037-02-27')).toEqual({ opensOn: '2037-01-31', dueOn: '2037-02-27' })
    expect(periodAt(live, monthly, '2037-02-28')).toEqual({ opensOn: '2037-02-28', dueOn: '2037-03-30' })
  })

  it('an account that is in the schedule begins with the next period, so that nothing is late from the start', () => {
    expect(nextPeriod(live, procedure, '2037-02-08').opensOn).toBe('2037-02-14')
    expect(nextPeriod(live, procedure, '2037-02-14').opensOn).toBe('2037-02-14')
  })

  it('every day from the start on is in exactly one period, and periods follow one another without a gap', () => {
    const rhythm = fc.constantFrom(...rhythms)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.record({ early: rhythm, earlyDays: fc.integer({ min: 0, max: 730 }), ongoing: rhythm }),
        (startAfter, after, some) => {
          const start = shiftDate('2036-01-01', startAfter)
          const day = shiftDate(start, after)
          const here = periodAt(start, some, day)
          expect(here.opensOn <= day && day <= here.dueOn).toBe(true)
          const next = periodAt(start, some, shiftDate(here.dueOn, 1))
          expect(next.opensOn).toBe(shiftDate(here.dueOn, 1))
          expect(here.opensOn < ongoingFrom(start, some)).toBe(day < ongoingFrom(start, some))
        },
      ),
    )
  })
})
