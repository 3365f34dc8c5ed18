/** What the health page counts, as pure functions over facts and days. */

export const periods = ['4w', '13w', 'year'] as const
export type Period = (typeof periods)[number]
export const weeksOf: Record<Period, number> = { '4w': 4, '13w': 13, year: 52 }

export interface Span {
  /** First and last day, both included. */
  from: string
  to: string
}

/** The period that ends on a day, in whole weeks of seven days. */
export function spanOf(period: Period, to: string): Span {
  return { from: addDays(to, 1 - 7 * weeksOf[period]), to }
}

/** As many days just before. */
export function spanBefore(span: Span): Span {
  const days = daysBetween(span.from, span.to) + 1
  return { from: addDays(span.from, -days), to: addDays(span.from, -1) }
}

/** Which week of the span a day lies in, from 0; the last week ends on the last day. */
export function weekOf(span: Span, day: string): number {
  return Math.floor(daysBetween(span.from, day) / 7)
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000))
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** "54 min", "9 h", "3 days" from minutes. */
export function waitText(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  const hours = minutes / 60
  if (hours < 48)
    return `${hours < 10 && minutes % 60 >= 6 ? (Math.round(hours * 10) / 10).toString() : Math.round(hours)} h`
  return `${Math.round(hours / 24)} days`
}
