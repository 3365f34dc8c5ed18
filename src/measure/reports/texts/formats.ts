/** Numbers, dates and lists as a language writes them. */

export type When = Date | string | number

const dayMs = 86_400_000

/** What a language formats; `dayName` is how a day of the month stands alone ("9." in German). */
export function formatsOf(locale: string, dayName: (day: number) => string = String) {
  const numbers = new Intl.NumberFormat(locale)
  const rules = new Intl.PluralRules(locale)
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const known = new Map<string, Intl.DateTimeFormat>()
  const format = (at: When, timeZone: string, options: Intl.DateTimeFormatOptions) => {
    const key = `${timeZone} ${JSON.stringify(options)}`
    const one = known.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options })
    known.set(key, one)
    return one.format(new Date(at))
  }
  const number = (value: number) => numbers.format(value)
  const on = (date: string, options: Intl.DateTimeFormatOptions) =>
    format(`${date}T00:00:00Z`, 'UTC', options)
  /** the year is said where it is not this one */
  const yearOf = (zone: string, at: When, now: When): Intl.DateTimeFormatOptions =>
    format(at, zone, { year: 'numeric' }) === format(now, zone, { year: 'numeric' })
      ? {}
      : { year: 'numeric' }
  const shortDate = { weekday: 'short', day: 'numeric', month: 'short' } as const
  return {
    number,
    /** "+4", "−5", "0" */
    signed: (value: number) => (value > 0 ? `+${number(value)}` : value < 0 ? `−${number(-value)}` : '0'),
    score: (value: number) => (value < 0 ? `−${number(-value)}` : number(value)),
    percent: (share: number) => `${number(Math.round(100 * share))} %`,
    plural: (value: number) => rules.select(value),
    list: (parts: readonly string[]) => lists.format(parts),
    dateTime: (zone: string, at: When, now: When) =>
      `${format(at, zone, { ...shortDate, ...yearOf(zone, at, now) })} ${format(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`,
    date: (date: string, now: When) =>
      on(date, { ...shortDate, ...yearOf('UTC', Date.parse(date) + dayMs / 2, now) }),
    day: (date: string) => dayName(Number(date.slice(8))),
    dayMonth: (date: string) => on(date, { day: 'numeric', month: 'long' }),
    fullDate: (date: string) => on(date, { day: 'numeric', month: 'long', year: 'numeric' }),
    shortDay: (date: string) => on(date, { day: 'numeric', month: 'short' }),
    month: (date: string) => on(date, { month: 'long', year: 'numeric' }),
    shortMonth: (date: string) => on(date, { month: 'short' }),
  }
}

/** With a capital letter at the beginning. */
export const start = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
