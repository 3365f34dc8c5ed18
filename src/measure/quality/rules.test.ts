import { describe, expect, test } from 'vitest'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { checks } from './checks.ts'
import { conditionFault } from './own.ts'
import { cellState, dueDay, lookedAt, npsQuarters, periodsTo, sameDay, unitFor, verdictOf } from './rules.ts'

const at = (text: string) => new Date(text)
/** Berlin, Monday to Friday 9 to 17; in November one hour ahead of UTC. Monday is 9 November 2037. */
const calendar: WorkingCalendar = {
  zone: 'Europe/Berlin',
  hours: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [[540, 1020] as const]])),
  holidays: { '2037-11-11': 'Closed' },
  halfDays: {},
}

describe('critical issues are actioned on the same day', () => {
  test.each([
    ['in the morning: by midnight', '2037-11-09T08:30:00Z', '2037-11-09T23:00:00.000Z'],
    ['before opening: by midnight of that day', '2037-11-09T04:00:00Z', '2037-11-09T23:00:00.000Z'],
    ['a minute before close: by midnight', '2037-11-09T15:59:00Z', '2037-11-09T23:00:00.000Z'],
    ['after close: by the next close', '2037-11-09T16:00:00Z', '2037-11-10T16:00:00.000Z'],
    [
      'after close before a closed day: by the close after it',
      '2037-11-10T17:00:00Z',
      '2037-11-12T16:00:00.000Z',
    ],
    ['on a closed day: by the next close', '2037-11-11T10:00:00Z', '2037-11-12T16:00:00.000Z'],
    ['on Saturday: by close on Monday', '2037-11-14T10:00:00Z', '2037-11-16T16:00:00.000Z'],
  ])('%s', (_, from, due) => expect(sameDay(calendar, at(from)).toISOString()).toBe(due))

  test('midnight belongs to the day that it ends', () => {
    expect(dueDay('Europe/Berlin', at('2037-11-09T23:00:00Z'))).toBe('2037-11-09')
  })
})

describe('a verdict', () => {
  const due = at('2037-11-10T12:00:00Z')
  const now = at('2037-11-10T13:00:00Z')
  const early = at('2037-11-10T11:00:00Z')
  test.each([
    ['done by the minute it was due is met', due, null, now, 'met'],
    ['done later is missed', at('2037-11-10T12:00:01Z'), null, now, 'missed'],
    ['not done, with time left, is pending', null, null, early, 'pending'],
    ['not done when the time has come is missed', null, null, due, 'missed'],
    ['what nobody owed is not due, whatever happened', null, 'Skipped.', now, 'not_due'],
  ] as const)('%s', (_, met, excused, when, verdict) =>
    expect(verdictOf({ due, met, excused }, when)).toBe(verdict),
  )
})

describe('a period', () => {
  const sums = (met: number, missed: number, pending = 0) => ({ met, missed, pending, notDue: 0 })
  test('is met at the target exactly, and missed one below it', () => {
    expect([cellState(sums(95, 5), 95), cellState(sums(189, 11), 95), cellState(sums(1, 0), 100)]).toEqual([
      'met',
      'missed',
      'met',
    ])
  })
  test('says that nothing is due yet, and that there is no data', () => {
    expect([cellState(sums(0, 0, 3), 95), cellState(sums(0, 0), 95)]).toEqual(['not_due', 'no_data'])
  })
  test('weeks begin on Monday, quarters in January, and a year is seen whole', () => {
    expect(periodsTo('week', '2037-11-11', 2)).toEqual([
      { from: '2037-11-02', to: '2037-11-08' },
      { from: '2037-11-09', to: '2037-11-15' },
    ])
    expect(periodsTo('quarter', '2037-01-31', 2)).toEqual([
      { from: '2036-10-01', to: '2036-12-31' },
      { from: '2037-01-01', to: '2037-03-31' },
    ])
    expect(periodsTo('month', '2037-03-31', 2)[0]).toEqual({ from: '2037-02-01', to: '2037-02-28' })
  })
  test('is never shorter than the check comes due', () => {
    expect(unitFor({ unit: 'quarter' }, 'week')).toBe('quarter')
    expect(unitFor({ unit: 'week' }, 'month')).toBe('month')
  })
})

describe('NPS is owed each quarter', () => {
  test('from the first whole quarter of the workspace, or from the first wave where that is earlier', () => {
    expect(npsQuarters('2037-02-10', null, '2037-08-01')).toEqual(['2037-04-01', '2037-07-01'])
    expect(npsQuarters('2037-02-10', '2037-02-20', '2037-04-01')).toEqual(['2037-01-01', '2037-04-01'])
    expect(npsQuarters('2037-07-01', null, '2037-07-01')).toEqual(['2037-07-01'])
  })
})

describe('a playbook is looked at again by the day it names', () => {
  const zone = 'UTC'
  const act = (day: string, nextDueOn: string | null) => ({ at: at(`${day}T12:00:00Z`), nextDueOn })
  test('in time, late, and not yet', () => {
    const acts = [
      act('2037-01-10', '2037-04-10'),
      act('2037-04-09', '2037-07-09'),
      act('2037-07-20', '2037-10-20'),
    ]
    expect(lookedAt(acts, zone).map((one) => [one.dueOn, one.met?.toISOString().slice(0, 10)])).toEqual([
      ['2037-04-10', '2037-04-09'],
      ['2037-07-09', '2037-07-20'],
      ['2037-10-20', undefined],
    ])
  })
  test('a version saved long before only moves the day', () => {
    expect(lookedAt([act('2037-01-10', '2037-04-10'), act('2037-01-12', '2037-04-12')], zone)).toMatchObject([
      { dueOn: '2037-04-12' },
    ])
  })
})

test('a condition of one’s own is told what is wrong with it, and where', () => {
  expect(conditionFault('item', "item.channel == 'chat' && account.mrr >= 3000.0")).toBeUndefined()
  expect(conditionFault('item', "item.chanel == 'chat'")).toMatchObject({ fix: 'write item.channel' })
  expect(conditionFault('case', 'case.playbook')).toMatchObject({
    message: expect.stringContaining('not a yes or no'),
  })
})

test('each check has a key of its own and says what it rests on', () => {
  expect(new Set(checks.map((check) => check.key)).size).toBe(checks.length)
  for (const check of checks) expect(Object.values(check).every(Boolean), check.key).toBe(true)
})
