let zone: string | undefined
let currency = 'USD'

/** Sets the zone and the currency every date and amount is shown in (the workspace's). */
export function setFormats(next: { zone?: string; currency?: string }) {
  zone = next.zone
  currency = next.currency ?? 'USD'
}

type When = Date | string | number

/** Making a formatter takes far longer than using it, so each of the few there are is made once. */
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()

function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  const found = formats.get(key) ?? make()
  formats.set(key, found)
  return found as F
}

function parts(at: When, options: Intl.DateTimeFormatOptions) {
  const format = kept(
    `${zone} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }),
  )
  const list = format.formatToParts(new Date(at))
  return Object.fromEntries(list.map((part) => [part.type, part.value]))
}

/** "Mon 23 Nov 17:30"; the year is added when it is not this one. */
export function dateTime(at: When, now: When = Date.now()): string {
  return `${date(at, now)} ${time(at)}`
}

/** "Mon 23 Nov", or "Mon 23 Nov 2025" when the year is not this one. */
export function date(at: When, now: When = Date.now()): string {
  const p = parts(at, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const month = p.month === 'Sept' ? 'Sep' : p.month
  const year = parts(now, { year: 'numeric' }).year
  return `${p.weekday} ${p.day} ${month}${p.year === year ? '' : ` ${p.year}`}`
}

/** "23 Nov", or "23 Nov 2025" when the year is not this one: where a line has no room for the weekday. */
export function shortDate(at: When, now: When = Date.now()): string {
  return date(at, now).slice(4)
}

/** The calendar date of a moment on the workspace's clock, as "2026-11-23". */
export function dayOf(at: When = Date.now()): string {
  const p = parts(at, { year: 'numeric', month: '2-digit', day: '2-digit' })
  return `${p.year}-${p.month}-${p.day}`
}

/** A calendar date without a time ("2026-11-23"), shown in no zone at all; what is none, as in an edited address, stays. */
export function dateOn(on: string, now: When = Date.now()): string {
  const at = Date.parse(`${on}T00:00:00Z`)
  return Number.isNaN(at) ? on : inZone('UTC', () => date(at, now))
}

/** A date and time as the clocks of another zone show it; for a zone that is not chosen yet. */
export function dateTimeIn(other: string, at: When, now: When = Date.now()): string {
  return inZone(other, () => dateTime(at, now))
}

function inZone(other: string, text: () => string): string {
  const before = zone
  zone = other
  try {
    return text()
  } finally {
    zone = before
  }
}

/** "17:30" */
export function time(at: When): string {
  const p = parts(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${p.hour}:${p.minute}`
}

/** "today 08:25", "yesterday 16:02", else the full date and time. */
export function said(at: When, now: When = Date.now()): string {
  const day = (when: When) => date(when, when)
  if (day(at) === day(now)) return `today ${time(at)}`
  if (day(at) === day(new Date(now).getTime() - 86_400_000)) return `yesterday ${time(at)}`
  return dateTime(at, now)
}

/** A moment as a field of date and time holds it, on the wall of whoever looks; '' where there is none. */
export function asField(at: When | null | undefined): string {
  if (at === null || at === undefined) return ''
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A length of time in its two largest units: "2 h 10 min", "3 days". Never negative. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 5) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  if (hours < 48) return `${hours} h`
  return `${Math.floor(hours / 24)} days`
}

/** Minor units as an amount without cents: 420000 is "$4,200". */
export function money(cents: number | null | undefined, code: string = currency): string {
  if (cents === null || cents === undefined) return ''
  const format = kept(
    `money ${code}`,
    () => new Intl.NumberFormat('en-US', { style: 'currency', currency: code, maximumFractionDigits: 0 }),
  )
  return format.format(cents / 100)
}

/** Minor units to the cent, without cents where there are none: 8650 is "$86.50". */
export function price(cents: number, code: string = currency): string {
  const format = kept(
    `price ${code}`,
    () =>
      new Intl.NumberFormat('en-US', {
        style: 'currency',
        currency: code,
        trailingZeroDisplay: 'stripIfInteger',
      }),
  )
  return format.format(cents / 100)
}

/** How many there are; `isMore` where counting stopped there. */
export type Counted = number | { count: number; isMore: boolean }

/** "1,204", or "2,000+" where there are more. */
export function count(value: Counted): string {
  if (typeof value !== 'number') return count(value.count) + (value.isMore ? '+' : '')
  return kept('count', () => new Intl.NumberFormat('en-US')).format(value)
}

/** "34 %": a share from 0 to 1 as a whole percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** "1 item", "3 items", "2,000+ items" */
export function plural(n: Counted, one: string, many = `${one}s`): string {
  return `${count(n)} ${count(n) === '1' ? one : many}`
}

/** "feature_request" as "Feature request". */
export function words(code: string): string {
  const text = code.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** At most two letters that stand for a name. */
export function initials(name: string): string {
  const list = name.trim().split(/\s+/).filter(Boolean)
  return ((list[0]?.[0] ?? '') + (list.length > 1 ? (list.at(-1)?.[0] ?? '') : '')).toUpperCase()
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** "de" as "German"; a code nobody knows stays as it is. */
export function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code
  } catch {
    return code
  }
}

const rightToLeft = /^(ar|dv|fa|he|iw|ku-arab|ps|sd|ug|ur|yi)(-|$)/i

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.test(language) ? 'rtl' : 'ltr'
}
