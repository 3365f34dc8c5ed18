/** The figures of the SOP as pure functions over counts. Nothing here rounds before the end, and nothing reads a clock. */

/** A named range of NPS; `from` belongs to it unless `isAbove`. */
export interface Band {
  key: string
  name: string
  from: number
  isAbove?: boolean
}

/**
 * The SOP's bands as data: world-class > 70, good 50–70, average 30–50, poor < 30. A workspace may name its own
 * (the documents disagree on what 50 is called); a score on a border belongs to the higher band, except that 70 is good.
 */
export const defaultBands: readonly Band[] = [
  { key: 'world_class', name: 'world-class', from: 70, isAbove: true },
  { key: 'good', name: 'good', from: 50 },
  { key: 'average', name: 'average', from: 30 },
  { key: 'poor', name: 'poor', from: -100 },
]

/** The band of a score: the first whose lower end it reaches. */
export function bandOf(score: number, bands: readonly Band[] = defaultBands): Band {
  const found = bands.find((band) => (band.isAbove ? score > band.from : score >= band.from))
  return found ?? bands.at(-1)!
}

/** "Q3 26" for the quarter that begins on a day. */
export function quarterName(startsOn: string): string {
  return `Q${Math.floor((Number(startsOn.slice(5, 7)) - 1) / 3) + 1} ${startsOn.slice(2, 4)}`
}

/** The first days of the last `count` quarters up to the one that holds `today` (UTC), the oldest first. */
export function lastQuarters(today: Date, count: number): string[] {
  const first = Math.floor(today.getUTCMonth() / 3) * 3
  return Array.from({ length: count }, (_, i) => {
    const start = new Date(Date.UTC(today.getUTCFullYear(), first - 3 * (count - 1 - i), 1))
    return start.toISOString().slice(0, 10)
  })
}

/** Minutes as waits are kept, rounded down: the same steps as metric_wait() of the database (a test compares them). */
export function keptWait(minutes: number): number {
  const whole = Math.max(0, Math.floor(minutes))
  const step = whole < 60 ? 1 : whole < 1440 ? 10 : whole < 10080 ? 60 : 1440
  return whole - (whole % step)
}

export const steps = ['day', 'week', 'month', 'quarter'] as const
export type Step = (typeof steps)[number]

/** The day with which the week (Monday), month or quarter of a day begins. */
export function stepStart(day: string, step: Step): string {
  if (step === 'day') return day
  const date = new Date(`${day}T00:00:00Z`)
  if (step === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  else {
    date.setUTCDate(1)
    if (step === 'quarter') date.setUTCMonth(date.getUTCMonth() - (date.getUTCMonth() % 3))
  }
  return date.toISOString().slice(0, 10)
}

/** The day with which the next one begins. */
export function nextStep(start: string, step: Step): string {
  const date = new Date(`${start}T00:00:00Z`)
  if (step === 'day' || step === 'week') date.setUTCDate(date.getUTCDate() + (step === 'day' ? 1 : 7))
  else date.setUTCMonth(date.getUTCMonth() + (step === 'month' ? 1 : 3))
  return date.toISOString().slice(0, 10)
}

/** The days, weeks, months or quarters that a span touches, cut at its ends: those are partial. */
export function stepsOf(
  span: { from: string; to: string },
  step: Step,
): { start: string; from: string; to: string; isPartial: boolean }[] {
  const list = []
  for (let start = stepStart(span.from, step); start <= span.to; start = nextStep(start, step)) {
    const next = nextStep(start, step)
    const end = new Date(Date.parse(`${next}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    list.push({
      start,
      from: start < span.from ? span.from : start,
      to: end > span.to ? span.to : end,
      isPartial: start < span.from || end > span.to,
    })
  }
  return list
}
