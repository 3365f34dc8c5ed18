import { compiled } from '../src/platform/calendar/compiled.ts'
import { openings } from '../src/platform/calendar/openings.ts'
import { edge, type Interval, parseDuration, type WorkingCalendar } from '../src/platform/calendar/rules.ts'
import { DAY, dateText } from '../src/platform/calendar/zones.ts'
import { atLeast, atMost, type Figure, median, type Part } from './figure.ts'

const MINUTE = 60_000
const morningAndAfternoon: readonly Interval[] = [
  [9 * 60, 12 * 60],
  [13 * 60, 17 * 60 + 30],
]
const start = Date.UTC(2026, 0, 1)
const moments = 20_000

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Tokyo',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Africa/Cairo',
]

/** An office with two intervals a day, a dozen holidays and a half day a year, over twelve years. */
function office(zone: string): WorkingCalendar {
  const years = Array.from({ length: 12 }, (_, i) => 2024 + i)
  const days = years.flatMap((year) =>
    Array.from({ length: 12 }, (_, month) => dateText(Date.UTC(year, month, 3 + ((year + 5 * month) % 24)))),
  )
  return {
    zone,
    hours: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, morningAndAfternoon])),
    holidays: Object.fromEntries(days.map((day) => [day, 'Holiday'])),
    halfDays: Object.fromEntries(years.map((year) => [`${year}-12-24`, [[540, 720]] as const])),
  }
}

const rules = ['3 business days', '10 business days', '8 business hours', '40 business hours']

/** Milliseconds of processor time that `work` takes: what else the machine does counts for little. */
function cpu(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Microseconds a call of `work` takes over many moments of five years. */
function perCall(count: number, work: (at: number) => unknown): number {
  const all = cpu(() => {
    for (let i = 0; i < count; i++) work(start + (((i * 7919) % moments) / moments) * 1800 * DAY)
  })
  return (all * 1000) / count
}

/** The n-th business day or hour found by walking the stretches of the calendar from the moment on, day by day. */
function byDays(calendar: WorkingCalendar, moment: number, amount: number, isDays: boolean): number {
  let left = isDays ? amount : amount * 60 * MINUTE
  let last = -1
  for (const { day, from, to } of openings(calendar, moment, moment + 60 * DAY)) {
    if (!isDays && to - from >= left) return from + left
    if (!isDays) left -= to - from
    else if (day !== last) left -= 1
    if (isDays && left < 0) return to
    last = day
  }
  throw new Error('not found')
}

/** The same by looking at the wall clock of every minute, as the tests do. */
function byMinutes(calendar: WorkingCalendar, moment: number, hours: number): number {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: calendar.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  let left = hours * 60
  for (let at = moment; ; at += MINUTE) {
    const part = Object.fromEntries(clock.formatToParts(at).map((one) => [one.type, one.value]))
    const date = `${part.year}-${part.month}-${part.day}`
    const minute = Number(part.hour) * 60 + Number(part.minute)
    const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
    const open = calendar.halfDays[date] ?? (calendar.holidays[date] ? [] : (calendar.hours[day] ?? []))
    if (open.some(([from, to]) => minute >= from && minute < to) && --left === 0) return at + MINUTE
  }
}

/** Due times in a calendar that was laid out once, beside the same found by walking days and minutes. */
export async function measureCalendar(rounds: number): Promise<Part> {
  const figures = {
    zone: [] as number[],
    version: [] as number[],
    due: [] as number[],
    days: [] as number[],
    minutes: [] as number[],
  }
  // What a process does once: reading the data of zones.
  compiled(office('UTC'), 405)
  for (let round = 0; round < rounds; round++) {
    const zone = zones[round % zones.length]!
    if (round < zones.length) figures.zone.push(cpu(() => compiled(office(zone), 405)))
    const calendar = office(zone)
    figures.version.push(cpu(() => compiled(calendar, 405)))
    compiled(calendar, 406)
    const lengths = rules.map((text) => parseDuration(text)!)
    const due = median(
      lengths.map((length) => perCall(moments, (at) => edge(calendar, new Date(at), length, 'latest'))),
    )
    const days = median(
      lengths.map(({ amount, unit }) =>
        perCall(500, (at) => byDays(calendar, at, amount, unit === 'business days')),
      ),
    )
    const minutes = perCall(2, (at) => byMinutes(calendar, at, 8))
    figures.due.push(due)
    figures.days.push(days / due)
    figures.minutes.push(minutes / due)
  }
  const list: Figure[] = [
    atMost('laying out five years of the first calendar in a zone', median(figures.zone), 50, 'ms'),
    atMost('laying out five years of another version of it', median(figures.version), 50, 'ms'),
    atMost('one due time in business days or hours', median(figures.due), 50, 'µs'),
    atLeast('the same by walking the days ÷ by search', median(figures.days), 1),
    atLeast('8 business hours by looking at every minute ÷ by search', median(figures.minutes), 1000),
  ]
  return {
    figures: list,
    notes: [
      `Processor time. Due times of ${rules.join(', ')} from ${moments.toLocaleString('en')} moments of five years, in offices of ${zones.length} zones with two intervals a day, twelve holidays and a half day a year.`,
      'The first calendar in a zone also looks up the changes of its clocks, which are kept.',
    ],
  }
}
