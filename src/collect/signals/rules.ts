/** Pure rules of signals: what is accepted, how use is compared, what counts as a risk, when a rule fires. */

/** A clock that runs ahead by so many minutes is believed. */
export const futureMinutes = 5
/** Events of more days ago are refused; so long their ids are kept. A week to judge, and the four it is held against. */
export const maxAgeDays = 35
export const batchMax = 5000
export const featuresMax = 500
export const keyMax = 200
export const featureMax = 120
/** The week that is judged and the four weeks it is held against, in days. */
export const weekDays = 7
export const baseDays = 28

const dayMs = 86_400_000

/** PostgreSQL text holds neither U+0000 nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

/** The calendar day (UTC) of a moment, `YYYY-MM-DD`: signals are counted by it. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** The same day as a number, counted from 1970. */
export function dayNumber(at: Date): number {
  return Math.floor(at.getTime() / dayMs)
}

/** The day of such a number. */
export function dayAt(number: number): string {
  return dayOf(new Date(number * dayMs))
}

/** A day so many days later (or earlier, below 0). */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs))
}

/** How many days lie between two days; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

/** Why an event of this moment is not counted, or undefined. */
export function timeFault(at: Date, now: Date): { code: string; message: string } | undefined {
  if (at.getTime() > now.getTime() + futureMinutes * 60_000)
    return {
      code: 'signal.in_future',
      message: `at: is more than ${futureMinutes} minutes ahead of our clock; check the clock of the sender and its zone`,
    }
  if (dayNumber(at) < dayNumber(now) - maxAgeDays)
    return {
      code: 'signal.too_old',
      message: `at: is more than ${maxAgeDays} days ago; only newer events are counted`,
    }
  return undefined
}

/** The use of an account or feature, one number a day, the last one the day that is looked at. */
export interface Series {
  events: readonly number[]
  errors: readonly number[]
}

/** A week against the four weeks before it. */
export interface Compared {
  /** in the last seven days */
  now: number
  /** a week, on average, in the 28 days before those */
  base: number
  errorsNow: number
  errorsBase: number
  /** days since the last use up to the last day of the series; null when there was none in it */
  silentDays: number | null
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Compares the last week of a series with the four before, as of `end` days before its end. */
export function compare({ events, errors }: Series, end = 0): Compared {
  const to = events.length - end
  const week = (values: readonly number[]) => sum(values.slice(Math.max(0, to - weekDays), to))
  const base = (values: readonly number[]) =>
    sum(values.slice(Math.max(0, to - weekDays - baseDays), Math.max(0, to - weekDays))) /
    (baseDays / weekDays)
  let silentDays: number | null = null
  for (let at = to - 1; at >= 0; at--) {
    if (events[at]! > 0) {
      silentDays = to - 1 - at
      break
    }
  }
  return {
    now: week(events),
    base: base(events),
    errorsNow: week(errors),
    errorsBase: base(errors),
    silentDays,
  }
}

/** The share by which use fell, 0 to 1; null where nothing was used before. */
export function dropOf({ now, base }: Pick<Compared, 'now' | 'base'>): number | null {
  return base > 0 ? Math.max(0, 1 - now / base) : null
}

/** Errors for each event, 0 to 1; null without events. */
export function errorRate(events: number, errors: number): number | null {
  return events > 0 ? errors / events : null
}

export type RiskLevel = 'low' | 'medium' | 'high' | 'unknown'
export interface Risk {
  /** 0 to 100; null where there is too little to say */
  score: number | null
  level: RiskLevel
  reasons: string[]
}

/** Uses a week below which a fall says nothing. */
export const leastBase = 4

/**
 * How likely it looks that a customer turns away, in three parts that are said with it: half of it how much use fell
 * against the four-week base, a third how long nothing was used (all of it at 14 days), the rest by how much the error
 * rate rose (all of it at 10 points). No model: the same figures give the same score, and each part can be looked up.
 */
export function riskOf(figures: Compared): Risk {
  const { now, base, errorsNow, errorsBase, silentDays } = figures
  if (base < leastBase) return { score: null, level: 'unknown', reasons: ['too little use before to say'] }
  const drop = dropOf(figures) ?? 0
  const silence = Math.min(1, (silentDays ?? baseDays) / 14)
  const rose = Math.max(0, (errorRate(now, errorsNow) ?? 0) - (errorRate(base, errorsBase) ?? 0))
  const score = Math.round(50 * drop + 33 * silence + 17 * Math.min(1, rose / 0.1))
  const reasons = [
    ...(drop >= 0.1 ? [`use down ${Math.round(drop * 100)} %`] : []),
    ...((silentDays ?? baseDays) >= 3
      ? [`nothing used for ${silentDays ?? `more than ${baseDays}`} days`]
      : []),
    ...(rose >= 0.01 ? [`errors up ${Math.round(rose * 100)} points`] : []),
  ]
  return { score, level: score >= 60 ? 'high' : score >= 30 ? 'medium' : 'low', reasons }
}

export const ruleKinds = ['drop', 'errors', 'silence'] as const

/** What a rule is judged by (contract.ts says what its numbers mean). */
export interface Judged {
  kind: (typeof ruleKinds)[number]
  threshold: number
  least: number
}

/** How many days up to the judged one a rule looks at. */
export function daysLookedAt({ kind, threshold }: Judged): number {
  return kind === 'silence' ? threshold + baseDays : weekDays + baseDays
}

export interface Verdict {
  fires: boolean
  recovered: boolean
  now: number
  base: number
}

/**
 * Whether a rule holds for a series as of `end` days before its end, and whether one that held is over: a fall is over
 * at half the threshold, errors half-way back to the base, silence with the first use. The base moves on, so what stays
 * as it has become is the new base after four weeks.
 */
export function judge(rule: Judged, series: Series, end = 0): Verdict {
  const seen = compare(series, end)
  if (rule.kind === 'drop') {
    const fell = dropOf(seen) ?? 0
    const limit = rule.threshold / 100
    return {
      fires: seen.base >= rule.least && fell >= limit,
      recovered: fell < limit / 2,
      now: seen.now,
      base: seen.base,
    }
  }
  if (rule.kind === 'errors') {
    const now = errorRate(seen.now, seen.errorsNow) ?? 0
    const base = errorRate(seen.base, seen.errorsBase) ?? 0
    return {
      fires: seen.errorsNow >= rule.least && now >= rule.threshold * base,
      recovered: now === 0 || now < base * (1 + (rule.threshold - 1) / 2),
      now,
      base,
    }
  }
  const to = series.events.length - end
  const start = Math.max(0, to - rule.threshold)
  const silent = sum(series.events.slice(start, to)) === 0
  const before = sum(series.events.slice(Math.max(0, start - baseDays), start))
  return {
    fires: silent && before >= rule.least,
    recovered: !silent,
    now: 0,
    base: before / (baseDays / weekDays),
  }
}

export interface Firing {
  /** places in the series */
  firedAt: number
  recoveredAt: number | null
  verdict: Verdict
}

/** The firings of a rule in the last `days` days of a series: once until it has recovered, as the daily check does it. */
export function replay(rule: Judged, series: Series, days: number): Firing[] {
  const firings: Firing[] = []
  let open: Firing | undefined
  for (let end = days - 1; end >= 0; end--) {
    const at = series.events.length - 1 - end
    const verdict = judge(rule, series, end)
    if (open && verdict.recovered) {
      open.recoveredAt = at
      open = undefined
    } else if (!open && verdict.fires) {
      open = { firedAt: at, recoveredAt: null, verdict }
      firings.push(open)
    }
  }
  return firings
}

/** How often, in words. */
export const times = (n: number) => (n === 1 ? 'once' : `${n.toLocaleString('en')} times`)

/** What a firing says, for people: the title of its item and its words. */
export function firingWords(
  rule: Judged & { features: readonly string[] },
  account: string,
  { now, base }: Pick<Verdict, 'now' | 'base'>,
): { title: string; words: string } {
  const what = rule.features.length > 0 ? rule.features.join(', ') : 'the product'
  const share = (value: number) => `${Math.round(value * 1000) / 10} %`
  if (rule.kind === 'drop')
    return {
      title: `Use of ${what} fell by ${Math.round((1 - now / base) * 100)} %`,
      words: `${account} used ${what} ${times(now)} in the last seven days, against ${Math.round(base)} a week in the four weeks before.`,
    }
  if (rule.kind === 'errors')
    return {
      title: `Errors in ${what} rose to ${share(now)}`,
      words: `${share(now)} of what ${account} did with ${what} failed in the last seven days, against ${share(base)} in the four weeks before.`,
    }
  return {
    title: `No use of ${what} for ${rule.threshold} days`,
    words: `Nobody of ${account} has used ${what} for ${rule.threshold} days; before that it was ${times(Math.round(base))} a week.`,
  }
}
