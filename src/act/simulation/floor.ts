import { Desk } from '#act/simulation/desk.ts'
import { Heap } from '#act/simulation/heap.ts'
import type { Plan, SimStep } from '#act/simulation/run.ts'
import { nextOpen } from '#platform/calendar/rules.ts'

interface Happening {
  at: number
  order: number
  happens(): void
}

/** What happens when, and who works on what: the agenda of a simulation and its desks. */
export class Floor {
  /** epoch milliseconds */
  now = 0
  readonly desks = new Map<string, Desk>()
  readonly #plan: Plan
  readonly #onDone: (row: SimStep) => void
  readonly #agenda = new Heap<Happening>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  readonly #working = new Map<SimStep, Desk>()
  readonly #touched = new Set<Desk>()
  #order = 0

  constructor(plan: Plan, onDone: (row: SimStep) => void) {
    this.#plan = plan
    this.#onDone = onDone
    for (const [name, staff] of plan.staff) this.desks.set(name, new Desk(name, staff, plan.calendar))
  }

  /** A number that grows: what comes first goes first among equals. */
  nextOrder(): number {
    this.#order += 1
    return this.#order
  }

  at(time: number, happens: () => void): void {
    this.#agenda.add({ at: time, order: this.nextOrder(), happens })
  }

  /** Everything of the next instant; then whoever is free takes up what waits. False at the end of the time. */
  next(): boolean {
    const first = this.#agenda.first
    if (!first || first.at > this.#plan.until) return false
    this.now = first.at
    while (this.#agenda.first?.at === this.now) this.#agenda.take()!.happens()
    for (const desk of this.#touched) this.#dispatch(desk)
    this.#touched.clear()
    return true
  }

  /** What is being worked on when the time is over counts as far as it came. */
  end(): void {
    for (const [row, desk] of this.#working) row.worked = desk.stop(row.startedAt!, this.#plan.until)
    this.#working.clear()
  }

  isFilled(who: string): boolean {
    return (this.desks.get(who)?.people ?? 0) > 0
  }

  /** Lays an open step on the desk of who does it; again when it got another date. */
  lay(row: SimStep): void {
    if (row.state !== 'open' || row.startedAt !== null) return
    let desk = this.desks.get(row.who)
    if (!desk) {
      desk = new Desk(row.who, { people: 0, hoursPerWeek: null }, this.#plan.calendar)
      this.desks.set(row.who, desk)
    }
    desk.add(row)
    this.#touched.add(desk)
  }

  /** Whoever is free takes up what is due first; before opening time they take nothing, for more urgent work may come. */
  #dispatch(desk: Desk): void {
    if (!desk.canStart) return
    const opening = nextOpen(this.#plan.calendar, this.now) ?? Number.POSITIVE_INFINITY
    if (opening > this.now) {
      if (desk.wakesAt === opening) return
      desk.wakesAt = opening
      this.at(opening, () => this.#touched.add(desk))
      return
    }
    while (desk.canStart) {
      const { work, until } = desk.start(this.now)
      const row = work as SimStep
      row.startedAt = this.now
      this.#working.set(row, desk)
      this.at(until, () => {
        this.#working.delete(row)
        row.worked = desk.stop(row.startedAt!, this.now)
        row.doneAt = this.now
        this.#touched.add(desk)
        // The case may have ended meanwhile: what was begun is finished, and nothing follows.
        if (row.state === 'open') this.#onDone(row)
      })
    }
  }
}
