import { shiftDate } from '#platform/calendar/zones.ts'
import { quarterOf } from '#prioritize/roadmap/rules.ts'

/**
 * Dates as they are promised to customers: a day, a quarter, within some weeks, or a look again each quarter. Pure; days
 * are `2037-03-20`.
 */
export type Promised =
  | { kind: 'day'; dueOn: string }
  | { kind: 'quarter'; dueOn: string; quarter: number; year: number }
  | { kind: 'within'; dueOn: string; days: number }
  | { kind: 'quarterly'; dueOn: string }

/** Each at the number that it says; `a` says one as well. */
const numberWords = [
  'a',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const unitDays: Record<string, number> = { day: 1, week: 7, month: 30 }

/** The last day of a quarter. */
export const quarterEnd = (year: number, quarter: number): string =>
  quarterOf(`${year}-01-01`, quarter - 1).until!

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/**
 * Reads one date as people write it in a slot: `2037-03-20`, `Q1`, `Q1 2037`, `2037-Q1`, `within two weeks`,
 * `re-evaluated quarterly`. A quarter without its year is the next one to end. Undefined for anything else.
 */
export function readPromised(text: string, today: string): Promised | undefined {
  const words = text.trim().toLowerCase()
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return isDay(words) ? { kind: 'day', dueOn: words } : undefined
  const quarter = /^(?:(\d{4})[- ]?)?q([1-4])(?:[ ,/-]*(\d{4}))?$/.exec(words)
  if (quarter) {
    const number = Number(quarter[2])
    const given = quarter[1] ?? quarter[3]
    const thisYear = Number(today.slice(0, 4))
    const year = given ? Number(given) : thisYear + (quarterEnd(thisYear, number) < today ? 1 : 0)
    return { kind: 'quarter', quarter: number, year, dueOn: quarterEnd(year, number) }
  }
  if (
    /^(?:(?:we )?(?:re-?evaluated?|asked again|looked at again|look again) )?(?:quarterly|each quarter|every quarter)$/.test(
      words,
    )
  )
    return { kind: 'quarterly', dueOn: nextLook(today) }
  const within = /^(?:with)?in (?:the next )?(\d{1,3}|[a-z]+) (day|week|month)s?$/.exec(words)
  if (within) {
    const word = within[1]!
    const count = /^\d/.test(word) ? Number(word) : word === 'a' ? 1 : numberWords.indexOf(word)
    if (count < 1) return undefined
    const days = count * unitDays[within[2]!]!
    return { kind: 'within', days, dueOn: shiftDate(today, days) }
  }
  return undefined
}

/** When it is looked at again each quarter: by the end of the next one, since this one has been looked at. */
export const nextLook = (today: string): string => quarterOf(today, 1).until!

const inText =
  /\b\d{4}-\d{2}-\d{2}\b|\b(?:\d{4}[- ])?q[1-4](?:[ ,]+\d{4})?\b|\bwithin (?:the next )?(?:\d{1,3}|[a-z]+) (?:day|week|month)s?\b|\b(?:quarterly|each quarter|every quarter)\b/gi

/** The first date that a text promises, with the words that do; undefined where it promises none that is to come. */
export function promisedIn(text: string, today: string): { words: string; promised: Promised } | undefined {
  for (const [words] of text.matchAll(inText)) {
    const promised = readPromised(words, today)
    if (promised && promised.dueOn >= today) return { words, promised }
  }
  return undefined
}

export type PromiseState = 'open' | 'kept' | 'kept_late' | 'broken' | 'moved'
export type Standing = PromiseState | 'soon' | 'late'

export const standingWords: Record<Standing, string> = {
  open: 'Open',
  soon: 'Due soon',
  late: 'Late',
  kept: 'Kept',
  kept_late: 'Kept late',
  broken: 'Broken',
  moved: 'Moved',
}

/** How a promise stands on a day; `soonDays` before its own it is due soon. */
export function standingOf(
  { state, dueOn }: { state: PromiseState; dueOn: string },
  today: string,
  soonDays: number,
): Standing {
  if (state !== 'open') return state
  if (dueOn < today) return 'late'
  return dueOn <= shiftDate(today, soonDays) ? 'soon' : 'open'
}

/** Kept on its day or before, else late. */
export const keptState = (dueOn: string, on: string) =>
  on <= dueOn ? ('kept' as const) : ('kept_late' as const)

/** The share that was kept in time, of all that came to an end; null while none has. What was moved counts nowhere. */
export function keptShare(figures: { kept: number; keptLate: number; broken: number }): number | null {
  const all = figures.kept + figures.keptLate + figures.broken
  return all === 0 ? null : figures.kept / all
}
