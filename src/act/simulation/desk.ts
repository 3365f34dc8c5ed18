import { Heap } from '#act/simulation/heap.ts'
import { openings } from '#platform/calendar/openings.ts'
import { addOpenTime, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { DAY, dateText, shiftDate, weekday } from '#platform/calendar/zones.ts'

/** Who holds a position: how many people, and how many hours a week each has for these steps (null: all of them). */
export interface Staff {
  people: number
  hoursPerWeek: number | null
}

/** A step that waits for somebody of a desk, or is being worked on. */
export interface Work {
  /** working time it takes, in milliseconds */
  effort: number
  /** when it has to be done, epoch milliseconds; infinite without a clock */
  due: number
  /** tells equal due times apart: the order in which they came */
  order: number
  isWaiting: boolean
}

interface Place {
  due: number
  work: Work
}

/**
 * The people of one position and what waits for them. Whoever is free takes what is due first and finishes it before
 * taking the next; nobody works while the calendar is closed. Somebody with 10 of 40 hours gives each working hour a
 * quarter, so that an hour of work takes them four.
 */
export class Desk {
  readonly name: string
  readonly people: number
  /** the part of each working hour that goes to these steps, 0 to 1 */
  readonly share: number
  /** worked milliseconds by week; the key is its Monday */
  readonly weeks = new Map<string, number>()
  /** when the desk looks again at its queue, because it is closed now */
  wakesAt: number | undefined
  #busy = 0
  readonly #calendar: WorkingCalendar
  readonly #queue = new Heap<Place>(
    (a, b) => a.due < b.due || (a.due === b.due && a.work.order < b.work.order),
  )

  constructor(name: string, staff: Staff, calendar: WorkingCalendar) {
    this.name = name
    this.#calendar = calendar
    const all = weeklyHours(calendar)
    this.share = staff.hoursPerWeek === null ? 1 : Math.min(1, staff.hoursPerWeek / all)
    this.people = this.share > 0 ? staff.people : 0
  }

  /** Lays work on the desk; again when its due time has changed. */
  add(work: Work): void {
    work.isWaiting = true
    this.#queue.add({ due: work.due, work })
  }

  /** True when somebody is free and something waits. */
  get canStart(): boolean {
    for (let first = this.#queue.first; first; first = this.#queue.first) {
      if (first.work.isWaiting && first.due === first.work.due) return this.#busy < this.people
      this.#queue.take() // done, dropped, or laid down again with another date
    }
    return false
  }

  /** Takes what is due first, and says when it will be finished. Only while `canStart`. */
  start(now: number): { work: Work; until: number } {
    const { work } = this.#queue.take()!
    work.isWaiting = false
    this.#busy += 1
    return { work, until: addOpenTime(this.#calendar, now, work.effort / this.share) }
  }

  /** Somebody is free again; notes the hours that were worked from `from` to `to`, and gives them in milliseconds. */
  stop(from: number, to: number): number {
    this.#busy -= 1
    let worked = 0
    for (const piece of openings(this.#calendar, from, to)) {
      const time = (piece.to - piece.from) * this.share
      const week = weekOf(dateText(piece.day * DAY))
      this.weeks.set(week, (this.weeks.get(week) ?? 0) + time)
      worked += time
    }
    return worked
  }
}

/** The Monday of a date's week, both as `YYYY-MM-DD`. */
export function weekOf(date: string): string {
  return shiftDate(date, 1 - weekday(date))
}

/** The hours of a usual week, without holidays. */
export function weeklyHours(calendar: WorkingCalendar): number {
  const minutes = Object.values(calendar.hours).flatMap((day) => (day ?? []).map(([from, to]) => to - from))
  return minutes.reduce((sum, one) => sum + one, 0) / 60
}
