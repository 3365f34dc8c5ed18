/** What the health page counts, as pure functions over facts and days. */

/** The links of the wire an item goes through, in order; `stage` in the tables is the place here, from 1. */
export const stages = ['heard', 'understood', 'decided', 'acted', 'told', 'confirmed'] as const
export type Stage = (typeof stages)[number]

export interface LoopFacts {
  hasType: boolean
  isDone: boolean
  hasContact: boolean
  hasCase: boolean
  hasResolvedCase: boolean
  /** A person answered the contact (an automatic acknowledgement is no answer). */
  isAnswered: boolean
  /** The contact answered a survey after being told. */
  wasAskedAgain: boolean
}

/**
 * How far an item came: the last link before the first open one, from 1 (heard) to 6 (confirmed).
 * An answer or the inbox's "done" is a decision carried out; a case is a decision and, once resolved, carried out.
 * Where there is nobody to tell, telling is not owed and the wire goes on.
 */
export function loopStage(facts: LoopFacts): number {
  if (!facts.hasType) return 1
  if (!facts.isDone && !facts.hasCase && !facts.isAnswered) return 2
  if (!facts.isDone && !facts.hasResolvedCase && !facts.isAnswered) return 3
  if (!facts.isAnswered && facts.hasContact) return 4
  return facts.isAnswered && facts.wasAskedAgain ? 6 : 5
}

export const periods = ['4w', '13w', 'year'] as const
export type Period = (typeof periods)[number]
export const weeksOf: Record<Period, number> = { '4w': 4, '13w': 13, year: 52 }

export interface Span {
  /** First and last day, both included (UTC). */
  from: string
  to: string
}

/** The period that ends today, in whole weeks of seven days. */
export function spanOf(period: Period, today: Date): Span {
  const to = dayOf(today)
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
