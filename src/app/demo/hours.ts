import { openings } from '#platform/calendar/openings.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

const minute = 60_000
const day = 86_400_000
/** The first part of a day at work: what came up while the office was closed is done in it. */
const firstHours = 90 * minute
const slot = 30 * minute

/** When the invented colleagues are at work: what would fall into a night, a weekend or a holiday is done after it. */
export class Hours {
  /** Open stretches in the order of time, from before the year until some weeks after it. */
  readonly #open: { from: number; to: number }[]
  readonly #now: number
  /** The last moment of work that is over. */
  readonly #latest: number

  constructor(calendar: WorkingCalendar, now: Date) {
    this.#now = now.getTime()
    this.#open = [...openings(calendar, this.#now - 520 * day, this.#now + 45 * day)]
    const justNow = this.#now - 5 * minute
    const last = this.#open[this.#before(justNow)]
    this.#latest = last ? Math.min(last.to - minute, justNow) : justNow
  }

  isOpen(at: Date): boolean {
    const stretch = this.#open[this.#before(at.getTime())]
    return stretch !== undefined && at.getTime() < stretch.to
  }

  /** Whether a moment of work is over. */
  isOver(at: Date): boolean {
    return at.getTime() <= this.#latest
  }

  /** When somebody does what would be done at a moment. Later moments stay later. It may be ahead. */
  after(moment: Date): Date {
    const at = moment.getTime()
    const i = this.#before(at)
    const stretch = this.#open[i]
    if (stretch && at < stretch.to) {
      // the first half of the first hours belongs to what waited
      const first = Math.min(firstHours, stretch.to - stretch.from)
      return at - stretch.from < first
        ? new Date(stretch.from + (first + at - stretch.from) / 2)
        : new Date(at)
    }
    const next = this.#open[i + 1]
    if (!stretch || !next) return new Date(at)
    const first = Math.min(firstHours, next.to - next.from)
    const waited = (at - stretch.to) / (next.from - stretch.to)
    return new Date(Math.floor(next.from + (first / 2) * waited))
  }

  /** The same for what is over: at the latest a few minutes ago. */
  at(moment: Date): Date {
    return new Date(Math.min(this.after(moment).getTime(), this.#latest))
  }

  /** A moment of work so many days ago; each day has a clock time of its own. */
  daysAgo(days: number): Date {
    return this.at(new Date(this.#now - days * day - ((Math.round(days * 37) % 150) + 10) * minute))
  }

  /** The beginning of a half hour of a working day: 1 is the next one, −1 the last one before today. */
  halfHour(days: number, halfHour: number): Date {
    const today = this.#before(this.#now)
    const stretch = this.#open[today + days] ?? this.#open.at(-1)!
    const start = Math.ceil(stretch.from / slot) * slot
    const room = Math.max(1, Math.floor((stretch.to - start) / slot) - 1)
    return new Date(start + (halfHour % room) * slot)
  }

  /** The index of the last stretch that begins at a moment or before; −1: none. */
  #before(at: number): number {
    let low = 0
    let high = this.#open.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#open[middle]!.from <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
