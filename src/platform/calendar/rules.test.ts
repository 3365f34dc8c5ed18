import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedReason } from './openings.ts'
import {
  addOpenTime,
  addWall,
  businessDay,
  durationText,
  edge,
  type Interval,
  nextOpen,
  openTime,
  parseDuration,
  partOf,
  type WorkingCalendar,
} from './rules.ts'

const nineToHalfFive: Interval[] = [[540, 1050]]
const office: WorkingCalendar = {
  zone: 'America/Los_Angeles',
  hours: { 1: nineToHalfFive, 2: nineToHalfFive, 3: nineToHalfFive, 4: nineToHalfFive, 5: nineToHalfFive },
  holidays: { '2026-11-26': 'Thanksgiving', '2026-11-27': 'Day after Thanksgiving' },
  halfDays: { '2026-12-24': [[540, 720]] },
}
const at = (iso: string) => new Date(iso)
const due = (from: string, text: string, side: 'earliest' | 'latest' = 'latest', calendar = office) =>
  edge(calendar, at(from), parseDuration(text)!, side).toISOString()

describe('durations', () => {
  it('reads the words of a playbook and writes them back', () => {
    for (const text of [
      '1 business day',
      '3 business days',
      '24 hours',
      '2 weeks',
      '1 month',
      '8 business hours',
      '1 quarter',
    ])
      expect(durationText(parseDuration(text)!)).toBe(text)
  })
  it('refuses what is not a duration', () => {
    for (const text of [
      'soon',
      '0 days',
      '-1 day',
      '1.5 days',
      '3 business weeks',
      '3business days',
      '999999 days',
      '',
    ])
      expect(parseDuration(text)).toBeUndefined()
  })
})

describe('business days', () => {
  it('the latest moment is the close of the n-th business day after the day of the moment', () => {
    expect(due('2026-11-09T16:02:00Z', '3 business days')).toBe('2026-11-13T01:30:00.000Z')
  })
  it('the earliest moment is the start of that day', () => {
    expect(due('2026-11-09T16:02:00Z', '5 business days', 'earliest')).toBe('2026-11-16T17:00:00.000Z')
  })
  it('weekends and holidays do not count', () => {
    expect(due('2026-11-25T18:00:00Z', '1 business day')).toBe('2026-12-01T01:30:00.000Z')
  })
  it('a moment on a Saturday counts from the Saturday', () => {
    expect(due('2026-11-14T20:00:00Z', '1 business day')).toBe('2026-11-17T01:30:00.000Z')
  })
  it('a half day closes at its own hour', () => {
    expect(due('2026-12-23T20:00:00Z', '1 business day')).toBe('2026-12-24T20:00:00.000Z')
  })
  it('the same business day ends with what is left of the day, or with the next one when nothing is', () => {
    expect(due('2026-11-09T16:02:00Z', 'same business day')).toBe('2026-11-10T01:30:00.000Z')
    expect(due('2026-11-10T02:00:00Z', 'same business day')).toBe('2026-11-11T01:30:00.000Z')
    expect(due('2026-11-14T20:00:00Z', 'same business day')).toBe('2026-11-17T01:30:00.000Z')
    expect(due('2026-11-09T22:00:00Z', 'same business day', 'earliest')).toBe('2026-11-09T22:00:00.000Z')
  })
  it('the day of the moment is the local one, not the day in UTC', () => {
    expect(due('2026-11-10T02:00:00Z', '1 business day')).toBe('2026-11-11T01:30:00.000Z')
  })
})

describe('business hours', () => {
  it('run inside working time only', () => {
    expect(due('2026-11-14T00:30:00Z', '2 business hours')).toBe('2026-11-16T18:00:00.000Z')
  })
  it('a moment outside working time counts as the next start of business', () => {
    expect(due('2026-11-14T20:00:00Z', '1 business hour')).toBe('2026-11-16T18:00:00.000Z')
  })
})

describe('wall-clock durations', () => {
  it('a month after 31 January is the last of February', () => {
    expect(due('2027-01-31T20:00:00Z', '1 month')).toBe('2027-02-28T20:00:00.000Z')
    expect(due('2028-01-31T20:00:00Z', '1 month')).toBe('2028-02-29T20:00:00.000Z')
  })
  it('a day keeps the wall clock over the change to summer time, 24 hours do not', () => {
    expect(due('2026-03-07T20:00:00Z', '1 day')).toBe('2026-03-08T19:00:00.000Z')
    expect(due('2026-03-07T20:00:00Z', '24 hours')).toBe('2026-03-08T20:00:00.000Z')
  })
  it('a quarter is three months', () => {
    expect(due('2026-11-30T20:00:00Z', '1 quarter')).toBe('2027-02-28T20:00:00.000Z')
  })
})

describe('warnings', () => {
  it('three quarters of 24 hours are 18 hours', () => {
    const from = at('2026-11-09T16:00:00Z')
    expect(partOf(office, from, at('2026-11-10T16:00:00Z'), 0.75, 'hours').toISOString()).toBe(
      '2026-11-10T10:00:00.000Z',
    )
  })
  it('three quarters of a window in business days are counted in working time', () => {
    const from = at('2026-11-13T17:00:00Z') // Friday 09:00
    const latest = at('2026-11-17T01:30:00Z') // Monday 17:30: 17 working hours
    expect(partOf(office, from, latest, 0.75, 'business days').toISOString()).toBe('2026-11-16T21:15:00.000Z')
  })
})

it('a calendar that never opens is refused instead of running forever', () => {
  expect(() =>
    edge(
      { ...office, hours: {}, halfDays: {} },
      at('2026-01-01T00:00:00Z'),
      { amount: 1, unit: 'business days' },
      'latest',
    ),
  ).toThrow(/never opens/)
})

it('a calendar that opens on one day in ten years is found; a second such day, too far off, is not waited for', () => {
  const rare = { ...office, hours: {}, holidays: {}, halfDays: { '2036-02-29': [[540, 600]] as Interval[] } }
  expect(due('2026-11-09T16:00:00Z', '1 business hour', 'latest', rare)).toBe('2036-02-29T18:00:00.000Z')
  expect(() => due('2026-11-09T16:00:00Z', '2 business hours', 'latest', rare)).toThrow(/never opens/)
})

it('the next opening is now while the office is open, else its next start', () => {
  const open = Date.parse('2026-11-09T18:00:00Z')
  expect(nextOpen(office, open)).toBe(open)
  expect(nextOpen(office, Date.parse('2026-11-14T20:00:00Z'))).toBe(Date.parse('2026-11-16T17:00:00Z'))
  expect(nextOpen({ ...office, hours: {}, halfDays: {} }, open)).toBeUndefined()
})

it('a closed date says why', () => {
  expect(closedReason(office, '2026-11-26')).toBe('Thanksgiving')
  expect(closedReason(office, '2026-11-28')).toBe('weekend')
  expect(closedReason(office, '2026-11-25')).toBeUndefined()
})

// The slow walk: look at the wall clock at every minute. It shares no code with the rules, not even the zone arithmetic.
const clocks = new Map<string, Intl.DateTimeFormat>()
function wall(zone: string, ms: number): { date: string; minute: number } {
  let format = clocks.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, format)
  }
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = value
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    minute: Number(part.hour) * 60 + Number(part.minute),
  }
}
function hoursOn(calendar: WorkingCalendar, date: string): readonly Interval[] {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return (
    calendar.halfDays[date] ?? (calendar.holidays[date] ? [] : (calendar.hours[day === 0 ? 7 : day] ?? []))
  )
}
const MIN = 60_000
/**
 * Open minutes of the ten days after the moment, each with its local date, found minute by minute. An hour whose wall
 * clock is exactly an hour further at its end had no clock change, so its minutes are counted on, past midnight too;
 * in every other hour the wall clock is read at each minute.
 */
function walk(calendar: WorkingCalendar, moment: number) {
  const open: { at: number; date: string }[] = []
  let here = wall(calendar.zone, moment)
  let today = ''
  let hours: readonly Interval[] = []
  for (let hour = moment; hour < moment + 10 * 1440 * MIN; hour += 60 * MIN) {
    const there = wall(calendar.zone, hour + 60 * MIN)
    const plain = there.minute === (here.minute + 60) % 1440
    for (let m = 0; m < 60; m++) {
      const t = hour + m * MIN
      const counted = here.minute + m
      const { date, minute } = plain
        ? { date: counted < 1440 ? here.date : there.date, minute: counted % 1440 }
        : wall(calendar.zone, t)
      if (date !== today) {
        today = date
        hours = hoursOn(calendar, date)
      }
      if (hours.some(([from, to]) => minute >= from && minute < to)) open.push({ at: t, date })
    }
    here = there
  }
  return { open, today: wall(calendar.zone, moment).date }
}

const zones = Intl.supportedValuesOf('timeZone')
const tricky = [
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Pacific/Apia',
  'Europe/Berlin',
  'America/New_York',
  'Antarctica/Troll',
]
const interval = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 60 }))
  .map(([from, length]): Interval => [from * 15, Math.min(1440, (from + length) * 15)])
const day = fc.array(interval, { maxLength: 2 }).map((list) => {
  const [a, b] = [...list].sort((x, y) => x[0] - y[0])
  return a && b && b[0] < a[1] ? [a] : [a, b].filter((one): one is Interval => one !== undefined)
})
const scene = fc.record({
  zone: fc.oneof(fc.constantFrom(...tricky), fc.constantFrom(...zones)),
  days: fc.tuple(day, day, day, day, day, day, day),
  // half of the moments lie close to a change of the clocks or to the end of a year
  year: fc.integer({ min: 2000, max: 2040 }),
  minute: fc.oneof(
    fc.integer({ min: 0, max: 365 * 1440 - 1 }),
    fc
      .tuple(fc.constantFrom(66, 84, 297, 304, 365), fc.integer({ min: -4320, max: 4320 }))
      .map(([d, m]) => d * 1440 + m),
  ),
  closed: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
  half: fc.integer({ min: 0, max: 9 }),
  n: fc.integer({ min: 0, max: 4 }),
  minutes: fc.integer({ min: 1, max: 2400 }),
})

describe('compared with a walk that looks at the wall clock at every minute', () => {
  it('business days, business hours and open time agree in every zone, with holidays, half days and both clock changes', () => {
    let compared = 0
    fc.assert(
      fc.property(scene, ({ zone, days, year, minute, closed, half, n, minutes }) => {
        const moment = Date.UTC(year, 0, 1) + minute * MIN
        const dateAfter = (d: number) => wall(zone, moment + d * 1440 * MIN).date
        const calendar: WorkingCalendar = {
          zone,
          hours: Object.fromEntries(days.map((list, i) => [i + 1, list])),
          holidays: Object.fromEntries(closed.map((d) => [dateAfter(d), 'Holiday'])),
          halfDays: { [dateAfter(half)]: [[540, 720]] },
        }
        const { open, today } = walk(calendar, moment)
        const all = [...new Set(open.map((one) => one.date))].sort()
        const date = n === 0 ? all[0] : all.filter((date) => date > today)[n - 1]
        // the last day of the walk may be cut off, so it proves nothing about its close
        if (date && date < dateAfter(9)) {
          const minutesOfDay = open.filter((one) => one.date === date).map((one) => one.at)
          const found = businessDay(calendar, moment, n)
          expect([found.start, found.close]).toEqual([minutesOfDay[0], Math.max(...minutesOfDay) + MIN])
          compared += 1
        }
        const hit = open[minutes - 1]
        if (hit) expect(addOpenTime(calendar, moment, minutes * MIN)).toBe(hit.at + MIN)
        const end = moment + 5 * 1440 * MIN
        expect(openTime(calendar, moment, end)).toBe(open.filter((one) => one.at < end).length * MIN)
      }),
      { numRuns: Number(process.env.CALENDAR_RUNS ?? 500), seed: 20261119 },
    )
    expect(compared).toBeGreaterThan(250)
  })

  it('weeks and months keep the wall clock, except inside a skipped hour', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('days', 'weeks'), ({ zone, year, minute, n }, unit) => {
        const moment = Date.UTC(year, 0, 1) + minute * MIN
        const later = addWall(zone, moment, { amount: n, unit })
        const before = wall(zone, moment)
        const after = wall(zone, later)
        const days = n * (unit === 'weeks' ? 7 : 1)
        const wanted = new Date(Date.parse(`${before.date}T00:00:00Z`) + days * 1440 * MIN)
          .toISOString()
          .slice(0, 10)
        if (after.minute === before.minute) expect(after.date).toBe(wanted)
        // a wall time that does not exist moves forward by the length of the gap, at most a day (Apia skipped one)
        else expect(Math.abs(later - (moment + days * 1440 * MIN))).toBeLessThanOrEqual(1440 * MIN)
      }),
      { numRuns: 1000, seed: 20261119 },
    )
  })
})
