import { shiftDate, weekday } from '#platform/calendar/zones.ts'
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

/** The last day of a quarter. */
export const quarterEnd = (year: number, quarter: number): string =>
  quarterOf(`${year}-01-01`, quarter - 1).until!

/** When it is looked at again each quarter: by the end of the next one, since this one has been looked at. */
export const nextLook = (today: string): string => quarterOf(today, 1).until!

const numbers: Record<string, number> = Object.fromEntries(
  [
    'a an one ein eine einem einer eines',
    'two zwei',
    'three drei',
    'four vier',
    'five fünf',
    'six sechs',
    'seven sieben',
    'eight acht',
    'nine neun',
    'ten zehn',
    'eleven elf',
    'twelve zwölf',
  ].flatMap((words, i) => words.split(' ').map((word) => [word, i + 1])),
)
const months: Record<string, number> = Object.fromEntries(
  [
    'january januar jänner jan',
    'february februar feb',
    'march märz mar',
    'april apr',
    'may mai',
    'june juni jun',
    'july juli jul',
    'august aug',
    'september sept sep',
    'october oktober oct okt',
    'november nov',
    'december dezember dec dez',
  ].flatMap((words, i) => words.split(' ').map((word) => [word, i + 1])),
)
const weekdays: Record<string, number> = Object.fromEntries(
  [
    'monday montag',
    'tuesday dienstag',
    'wednesday mittwoch',
    'thursday donnerstag',
    'friday freitag',
    'saturday samstag sonnabend',
    'sunday sonntag',
  ].flatMap((words, i) => words.split(' ').map((word) => [word, i + 1])),
)
const one = (of: Record<string, number>) => `(?:${Object.keys(of).join('|')})`
const ordinals = ['first', 'second', 'third', 'fourth']

const two = (n: number) => String(n).padStart(2, '0')
const day = (dueOn: string): Promised => ({ kind: 'day', dueOn })
const quarter = (year: number, number: number): Promised => ({
  kind: 'quarter',
  quarter: number,
  year,
  dueOn: quarterEnd(year, number),
})
const yearOf = (today: string) => Number(today.slice(0, 4))
/** The quarter of a year; without one the next to end. */
const quarterIn = (number: number, year: string | undefined, today: string) =>
  quarter(year ? Number(year) : yearOf(today) + (quarterEnd(yearOf(today), number) < today ? 1 : 0), number)
const monthEnd = (year: number, month: number) =>
  shiftDate(month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`, -1)
const within = (days: number, today: string): Promised => ({
  kind: 'within',
  days,
  dueOn: shiftDate(today, days),
})

function realDay(year: number, month: number, number: number): string | undefined {
  const text = `${year}-${two(month)}-${two(number)}`
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined
}

/** A day without its year is the next one, or none where it was within the last quarter: then it speaks of that. */
function dayIn(year: string | undefined, month: number, number: number, today: string): Promised | undefined {
  if (year) {
    const given = realDay(year.length === 2 ? 2000 + Number(year) : Number(year), month, number)
    return given ? day(given) : undefined
  }
  const days = [0, 1].flatMap((ahead) => realDay(yearOf(today) + ahead, month, number) ?? [])
  const next = days.find((one) => one >= today)
  const before = [realDay(yearOf(today) - 1, month, number), ...days]
    .filter((one) => one && one < today)
    .at(-1)
  return next && !(before && before > shiftDate(today, -92)) ? day(next) : undefined
}

type Groups = Record<string, string | undefined>
interface Phrase {
  /** a pattern, in lower case, with groups by name */
  pattern: string
  read(groups: Groups, today: string): Promised | undefined
  /** among other words it counts only after a word such as “by”, or with its year */
  isVague?: boolean
}

const by = `(?<by>(?:by|until|till|before|on|no later than|bis zum|bis|am|zum|vor dem|spätestens am|spätestens)(?: the| dem)?(?: ${one(weekdays)},?(?: (?:the|den|dem))?)? )?`
const year = '(?:,? (?<year>20\\d{2}))?'
const again = '(?:re-?evaluated?|asked again|looked at again|look again|wieder geprüft|neu geprüft)'
const count = `(?<count>\\d{1,3}|${Object.keys(numbers).join('|')})`
const units: Record<string, number> = { d: 1, t: 1, w: 7, m: 30 }

/** How dates are promised in words, in English and German. Each language has its own line or alternative. */
const phrases: readonly Phrase[] = [
  {
    pattern: `${by}(?<y>20\\d{2})-(?<m>\\d{2})-(?<d>\\d{2})`,
    read: ({ y, m, d }) => {
      const given = realDay(Number(y), Number(m), Number(d))
      return given ? day(given) : undefined
    },
  },
  ...[
    `${by}(?<d>\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? ?(?<month>${one(months)})(?:\\.(?=,? 20))?${year}`,
    `${by}(?<month>${one(months)})\\.? (?<d>\\d{1,2})(?:st|nd|rd|th)?${year}`,
  ].map((pattern) => ({
    pattern,
    isVague: true,
    read: ({ d, month, year: given }: Groups, today: string) =>
      dayIn(given, months[month!]!, Number(d), today),
  })),
  {
    pattern: `${by}(?<d>\\d{1,2})\\. ?(?<m>\\d{1,2})\\.(?: ?(?<year>20\\d{2}|\\d{2}))?`,
    isVague: true,
    read: ({ d, m, year: given }, today) => dayIn(given, Number(m), Number(d), today),
  },
  {
    pattern: `(?:by|until|before|bis|bis zum|spätestens|spätestens am)(?: next| kommenden| nächsten)? (?<weekday>${one(weekdays)})`,
    read: ({ weekday: name }, today) => {
      const ahead = (weekdays[name!]! - weekday(today) + 7) % 7
      return day(shiftDate(today, ahead === 0 ? 7 : ahead))
    },
  },
  {
    pattern: `(?:(?<y>20\\d{2})[- ]?)?q(?<q>[1-4])(?:[ ,/-]*(?<year>20\\d{2}))?`,
    read: ({ y, q, year: given }, today) => quarterIn(Number(q), y ?? given, today),
  },
  {
    pattern: `(?:(?<q>[1-4])\\. quartal|(?<nth>${ordinals.join('|')}) quarter(?: of)?)${year}`,
    read: ({ q, nth, year: given }, today) =>
      quarterIn(q ? Number(q) : ordinals.indexOf(nth!) + 1, given, today),
  },
  {
    pattern: 'next quarter|nächste[sn] quartal',
    read: (_, today) => {
      const until = nextLook(today)
      return quarter(Number(until.slice(0, 4)), Math.ceil(Number(until.slice(5, 7)) / 3))
    },
  },
  {
    pattern: `(?:end of|ende) (?:(?:the|this|der|des|dieser|dieses) )?(?<what>week|month|quarter|year|woche|monats|quartals|jahres|${one(months)})${year}`,
    read: ({ what, year: given }, today) => {
      const month = months[what!]
      const thisYear = yearOf(today)
      if (month !== undefined) {
        const end = monthEnd(given ? Number(given) : thisYear, month)
        return day(end < today && !given ? monthEnd(thisYear + 1, month) : end)
      }
      if (what === 'week' || what === 'woche') return day(shiftDate(today, 7 - weekday(today)))
      if (what!.startsWith('mon')) return day(monthEnd(thisYear, Number(today.slice(5, 7))))
      if (what!.startsWith('quart'))
        return quarterIn(Math.ceil(Number(today.slice(5, 7)) / 3), undefined, today)
      return day(`${thisYear}-12-31`)
    },
  },
  {
    pattern: 'next (?<what>week|month)|nächste[rn]? (?<dies>woche|monat)',
    read: ({ what, dies }, today) => {
      if ((what ?? dies)!.startsWith('w')) return day(shiftDate(today, 14 - weekday(today)))
      const first = shiftDate(monthEnd(yearOf(today), Number(today.slice(5, 7))), 1)
      return day(monthEnd(yearOf(first), Number(first.slice(5, 7))))
    },
  },
  {
    pattern: `(?:${again} )?(?:(?:each|every|once a) quarter|vierteljährlich|quartalsweise|(?:in )?jede[sm] quartal|einmal im quartal)`,
    read: (_, today) => ({ kind: 'quarterly', dueOn: nextLook(today) }),
  },
  {
    // "your quarterly report" promises nothing
    pattern: `(?:(?:we )?${again} )?quarterly(?! (?!and|or|until|from|by|with|together|whether)\\p{L})`,
    read: (_, today) => ({ kind: 'quarterly', dueOn: nextLook(today) }),
  },
  {
    pattern: `(?:within|in|innerhalb|binnen)(?: the| von| den| der)?(?: next| nächsten)? ${count} (?<work>business |working |werk|arbeits)?(?<unit>days?|weeks?|months?|tag(?:e[sn]?)?|wochen?|monat(?:e[sn]?|s)?)`,
    read: ({ count: text, work, unit }, today) => {
      const some = numbers[text!] ?? Number(text)
      if (some < 1) return undefined
      return within(work ? some + 2 * Math.ceil(some / 5) : some * units[unit![0]!]!, today)
    },
  },
]
const whole = phrases.map(({ pattern }) => new RegExp(`^(?:${pattern})$`, 'u'))
const among = phrases.map(
  ({ pattern }) => new RegExp(`(?<![\\p{L}\\p{N}.])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu'),
)

/**
 * Reads one date as people write it in a slot: `2037-03-20`, `12 March`, `Q1`, `Q1 2037`, `next quarter`, `within two weeks`,
 * `re-evaluated quarterly`, and the same in German. A quarter without its year is the next one to end. Undefined for
 * anything else.
 */
export function readPromised(text: string, today: string): Promised | undefined {
  const words = text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ')
  for (const [i, { read }] of phrases.entries()) {
    const found = whole[i]!.exec(words)
    if (found) return read(found.groups ?? {}, today)
  }
  return undefined
}

/** The first date that a text promises, with the words that do; undefined where it promises none that is to come. */
export function promisedIn(text: string, today: string): { words: string; promised: Promised } | undefined {
  let first: { at: number; words: string; promised: Promised } | undefined
  const plain = text.normalize('NFC').replace(/\s/g, ' ')
  for (const [i, { read, isVague }] of phrases.entries()) {
    for (const found of plain.matchAll(among[i]!)) {
      if (first && found.index >= first.at) break
      const groups = Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([name, value]) => [name, value?.toLowerCase()]),
      )
      if (isVague && !groups.by && !groups.year) continue
      const promised = read(groups, today)
      if (!promised || promised.dueOn < today) continue
      first = { at: found.index, words: found[0], promised }
      break
    }
  }
  return first && { words: first.words, promised: first.promised }
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
