import { conditionValues, joinKey } from '#act/cases/rules.ts'
import { needsOf, type Playbook, type Step, variablesOf } from '#act/playbooks/language.ts'
import { nextRound, reachesCustomer, windowOf } from '#act/playbooks/rules.ts'
import { chance, factsAt, type Replayed } from '#act/simulation/cause.ts'
import { Desk, type Staff, type Work } from '#act/simulation/desk.ts'
import { Heap } from '#act/simulation/heap.ts'
import { hoursOn } from '#platform/calendar/openings.ts'
import { nextOpen, parseDuration, type WorkingCalendar } from '#platform/calendar/rules.ts'
import { DAY, localDate, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import { askCondition, type Variables } from '#platform/conditions/rules.ts'

/** How a past is replayed: the procedure, when the office is open, who is there, and what chance decides. */
export interface Plan {
  playbook: Playbook
  calendar: WorkingCalendar
  /** who holds each position; one that is missing is vacant */
  staff: ReadonlyMap<string, Staff>
  /** hands-on minutes of a step */
  minutesOf(step: Step): number
  /** the share of yes among recorded answers to a question of a step; undefined where too few are recorded */
  oddsOf(step: Step, question: string): number | undefined
  /** from opening to the end by hand, for cases that really were never opened */
  usualDays: number
  seed: number
  /** epoch milliseconds; what is open at the end stays open */
  until: number
}

/** A round of a step in a simulated case. */
export interface SimStep extends Work {
  of: SimCase
  step: Step
  round: number
  state: 'ahead' | 'open' | 'done' | 'skipped' | 'dropped'
  /** the position that does it */
  who: string
  openedAt: number | null
  earliestAt: number | null
  latestAt: number | null
  startedAt: number | null
  doneAt: number | null
  /** what was answered to its questions */
  results: Record<string, boolean>
  /** working milliseconds spent until done, or until the end of the time replayed */
  worked: number
}

export interface SimCase {
  cause: Replayed
  /** the position that leads, or `nobody` */
  lead: string
  openedAt: number
  endedAt: number | null
  end: 'resolved' | 'stopped' | null
  /** signals that joined it */
  joined: number
  steps: SimStep[]
  key: string | null
  moments: Map<string, Date>
  /** somebody would end it by hand, once what does not repeat is over */
  mayEnd: boolean
}

export interface Run {
  cases: SimCase[]
  desks: ReadonlyMap<string, Desk>
  /** causes that fit, each of which opened a case or joined one */
  fitting: number
  /** answers to questions of steps: recorded, drawn by the recorded share, drawn by even odds */
  answers: { recorded: number; byShare: number; even: number }
  /** conditions that a person would have had to decide */
  decided: number
}

/** Yes and no are as likely where nothing is recorded. */
export const evenOdds = 0.5
/** Every so many happenings a run lets others work. */
const slice = 64
/** How far back a working day is looked for. */
const closedDays = 30

interface Happening {
  at: number
  order: number
  happens(): void
}

/**
 * Replays causes, the oldest first, through a playbook: a discrete-event model. A cause opens a case or joins one; the
 * playbook opens steps by its own rules; each step waits at the desk of its position from its planned start on, and is
 * late when it is finished after `latest`. Yields the share that is done, so that the caller can let others work. The
 * same plan and causes give the same run.
 */
export function* simulation(plan: Plan, causes: readonly Replayed[]): Generator<number, Run> {
  const replay = new Replay(plan)
  const from = causes[0]?.at ?? plan.until
  for (const cause of causes) if (cause.at < plan.until) replay.at(cause.at, () => replay.hear(cause))
  let count = 0
  while (replay.next()) {
    count += 1
    if (count % slice === 0) yield Math.min(1, (replay.now - from) / Math.max(1, plan.until - from))
  }
  return replay.end()
}

/** Whether a cause is one that the playbook listens to, and its condition holds at the time. */
export function fits(playbook: Playbook, cause: Replayed): boolean {
  if (playbook.when.event !== cause.event) return false
  const values = conditionValues(factsAt(cause, cause.at))
  const outcome = askCondition(variablesOf(playbook.steps), playbook.when.if, values)
  return 'holds' in outcome && outcome.holds
}

class Replay {
  now = 0
  readonly #plan: Plan
  readonly #variables: Variables
  readonly #agenda = new Heap<Happening>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  readonly #desks = new Map<string, Desk>()
  readonly #open = new Map<string, SimCase>()
  readonly #working = new Map<SimStep, Desk>()
  readonly #touched = new Set<Desk>()
  readonly #run: Run
  #order = 0

  constructor(plan: Plan) {
    this.#plan = plan
    this.#variables = variablesOf(plan.playbook.steps)
    const answers = { recorded: 0, byShare: 0, even: 0 }
    this.#run = { cases: [], desks: this.#desks, fitting: 0, answers, decided: 0 }
    for (const [name, staff] of plan.staff) this.#desks.set(name, new Desk(name, staff, plan.calendar))
  }

  at(time: number, happens: () => void): void {
    this.#order += 1
    this.#agenda.add({ at: time, order: this.#order, happens })
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

  end(): Run {
    for (const [work, desk] of this.#working) work.worked = desk.stop(work.startedAt!, this.#plan.until)
    return this.#run
  }

  hear(cause: Replayed): void {
    const { playbook } = this.#plan
    if (!fits(playbook, cause)) return
    this.#run.fitting += 1
    const key = joinKey(playbook.joins, cause)
    const open = key === null ? undefined : this.#open.get(key)
    if (open) {
      open.joined += 1
      this.#advance(open)
      return
    }
    const opened = new Date(this.now)
    const one: SimCase = {
      cause,
      lead: this.#leadOf(cause),
      openedAt: this.now,
      endedAt: null,
      end: null,
      joined: 0,
      steps: [],
      key,
      moments: new Map([
        ['opened', opened],
        ['answered', opened],
      ]),
      mayEnd: false,
    }
    one.steps = playbook.steps.map((step) => this.#ahead(one, step, 1))
    const { zone } = this.#calendarOf(one)
    if (cause.goLiveOn) one.moments.set('go-live', new Date(startOfDate(zone, cause.goLiveOn)))
    if (cause.renewalOn) one.moments.set('renewal', new Date(startOfDate(zone, cause.renewalOn)))
    this.#run.cases.push(one)
    if (key !== null) this.#open.set(key, one)
    if (!playbook.ends) this.#endByHand(one)
    this.#advance(one)
  }

  #ahead(one: SimCase, step: Step, round: number): SimStep {
    this.#order += 1
    return {
      of: one,
      step,
      round,
      state: 'ahead',
      who: step.who,
      effort: this.#plan.minutesOf(step) * 60_000,
      due: Number.POSITIVE_INFINITY,
      order: this.#order,
      isWaiting: false,
      openedAt: null,
      earliestAt: null,
      latestAt: null,
      startedAt: null,
      doneAt: null,
      results: {},
      worked: 0,
    }
  }

  /** Windows are reckoned by the account's calendar where it has one. */
  #calendarOf({ cause }: SimCase): WorkingCalendar {
    return cause.calendar ?? this.#plan.calendar
  }

  #isFilled(who: string): boolean {
    return (this.#desks.get(who)?.people ?? 0) > 0
  }

  /** The first line of the playbook that holds and that somebody fills. */
  #leadOf(cause: Replayed): string {
    const values = conditionValues(factsAt(cause, this.now))
    for (const line of this.#plan.playbook.lead) {
      const outcome = line.if ? askCondition(this.#variables, line.if, values) : { holds: true }
      if (!('holds' in outcome) || !outcome.holds) continue
      if (line.field && !cause.ownerMemberId) continue
      const desk = line.field ?? line.position ?? (line.role === 'manager' ? 'management' : line.role!)
      if (this.#isFilled(desk)) return desk
    }
    return 'nobody'
  }

  #whoDoes(one: SimCase, step: Step): string {
    if (step.who === 'lead') return one.lead
    if (step.who !== 'account.owner') return step.who
    return one.cause.ownerMemberId && this.#isFilled(step.who) ? step.who : one.lead
  }

  #values(one: SimCase): Record<string, unknown> {
    const { cause } = one
    return conditionValues({
      ...factsAt(cause, this.now),
      isDissatisfied: cause.recorded?.isDissatisfied ?? false,
      isResolved: one.end === 'resolved',
      answers: 1 + one.joined,
      areas: cause.recorded?.areas ?? cause.facts.areas,
      steps: one.steps.map((row) => ({ key: row.step.id, state: row.state, results: row.results })),
    })
  }

  /** What is answered to the questions of a step: as it was recorded, else by chance. */
  #answer({ of: { cause }, step, round, results }: SimStep): void {
    const recorded = cause.recorded?.steps.get(`${step.id} ${round}`)?.results
    for (const question of Object.keys(step.asks)) {
      const odds = this.#plan.oddsOf(step, question)
      const drawn =
        chance(this.#plan.seed, `${cause.id} ${step.id} ${round} ${question}`) < (odds ?? evenOdds)
      const by = recorded?.[question] !== undefined ? 'recorded' : odds === undefined ? 'even' : 'byShare'
      results[question] = recorded?.[question] ?? drawn
      this.#run.answers[by] += 1
    }
  }

  #latestRound(one: SimCase, id: string): SimStep | undefined {
    return one.steps.findLast((row) => row.step.id === id)
  }

  /** Opens and skips steps as a running case does (act/cases/advance.ts). */
  #advance(one: SimCase): void {
    if (one.endedAt !== null || this.#stopped(one)) return
    const { playbook } = this.#plan
    for (let moved = true; moved; ) {
      moved = false
      for (const [i, step] of playbook.steps.entries()) {
        const row = this.#latestRound(one, step.id)
        if (row?.state !== 'ahead') continue
        const isReady = needsOf(playbook, i).every((need) => {
          const state = this.#latestRound(one, need)?.state
          return state === 'done' || state === 'skipped'
        })
        if (!isReady) continue
        if (!step.if || this.#decide(one, step.if, row)) this.#openStep(one, row)
        else {
          row.state = 'skipped'
          row.doneAt = this.now
          one.moments.set(`${step.id}.done`, new Date(this.now))
        }
        moved = true
      }
    }
    for (const row of one.steps) if (row.state === 'open' && row.latestAt === null) this.#giveDates(one, row)
    if (one.mayEnd) this.#endIfOver(one)
  }

  /** A condition; one that cannot be answered waits for a person, who is taken to have decided as it was recorded, else to open the step. */
  #decide(one: SimCase, condition: string, row: SimStep): boolean {
    const outcome = askCondition(this.#variables, condition, this.#values(one))
    if ('holds' in outcome) return outcome.holds
    this.#run.decided += 1
    const state = one.cause.recorded?.steps.get(`${row.step.id} ${row.round}`)?.state
    return state !== 'skipped' && state !== 'cancelled'
  }

  #stopped(one: SimCase): boolean {
    const { stops } = this.#plan.playbook
    const outcome = stops ? askCondition(this.#variables, stops, this.#values(one)) : { holds: false }
    if (!('holds' in outcome) || !outcome.holds) return false
    this.#endCase(one, 'stopped')
    return true
  }

  #openStep(one: SimCase, row: SimStep): void {
    row.state = 'open'
    row.openedAt = this.now
    row.who = this.#whoDoes(one, row.step)
    const opened = `${row.step.id}.opened`
    if (!one.moments.has(opened)) one.moments.set(opened, new Date(this.now))
    this.#giveDates(one, row)
    const start = row.earliestAt ?? this.#plannedStart(row)
    if (start > this.now) this.at(start, () => this.#lay(row))
    else this.#lay(row)
  }

  #giveDates(one: SimCase, row: SimStep): void {
    // Somebody whom we cannot reach is owed no word by a date.
    if (one.cause.facts.unreachable && reachesCustomer(row.step.do)) return
    const window = windowOf(this.#calendarOf(one), row.step, one.moments, row.round)
    if (!window) return
    row.earliestAt = window.earliest?.getTime() ?? null
    row.latestAt = window.latest.getTime()
    row.due = row.latestAt
    if (row.isWaiting) this.#lay(row)
  }

  /** A round of a repeated step is done on the day it is due; one that comes every few hours, when the one before is over. */
  #plannedStart({ step, latestAt }: SimStep): number {
    if (!step.repeat || latestAt === null) return this.now
    const every = parseDuration(step.repeat.every)!
    if (every.unit === 'minutes') return latestAt - every.amount * 60_000
    if (every.unit === 'hours') return latestAt - every.amount * 3_600_000
    const { calendar } = this.#plan
    for (let back = 0; back < closedDays; back++) {
      const date = shiftDate(localDate(calendar.zone, latestAt - 1), -back)
      const [hours] = hoursOn(calendar, date)
      if (!hours) continue
      const start = startOfDate(calendar.zone, date) + hours[0] * 60_000
      if (start < latestAt) return start
    }
    return latestAt - DAY
  }

  #lay(row: SimStep): void {
    if (row.state !== 'open' || row.startedAt !== null) return
    let desk = this.#desks.get(row.who)
    if (!desk) {
      desk = new Desk(row.who, { people: 0, hoursPerWeek: null }, this.#plan.calendar)
      this.#desks.set(row.who, desk)
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
      this.at(until, () => this.#finish(row, desk))
    }
  }

  #finish(row: SimStep, desk: Desk): void {
    this.#working.delete(row)
    row.worked = desk.stop(row.startedAt!, this.now)
    row.doneAt = this.now
    this.#touched.add(desk)
    const one = row.of
    // The case ended meanwhile: what was begun is finished, and nothing follows.
    if (row.state !== 'open') return
    row.state = 'done'
    this.#answer(row)
    one.moments.set(`${row.step.id}.done`, new Date(this.now))
    const told = reachesCustomer(row.step.do) || row.step.tells !== undefined
    if (told && !one.cause.facts.unreachable && !one.moments.has('first-contact'))
      one.moments.set('first-contact', new Date(this.now))
    if (this.#plan.playbook.ends === `${row.step.id}.done`) this.#endCase(one, 'resolved')
    else {
      this.#repeat(one, row)
      this.#advance(one)
    }
  }

  #repeat(one: SimCase, row: SimStep): void {
    const { step } = row
    if (!step.repeat || one.mayEnd) return
    const outcome = askCondition(this.#variables, step.repeat.until, this.#values(one))
    if ('holds' in outcome && outcome.holds) return
    const round = nextRound(this.#calendarOf(one), step, one.moments, row.round, new Date(this.now))
    const next = this.#ahead(one, step, round)
    one.steps.push(next)
    this.#openStep(one, next)
  }

  /** Without an end of its own a case is ended by hand: when it really was, or after the usual time. */
  #endByHand(one: SimCase): void {
    const { recorded } = one.cause
    const really = recorded?.endedAt ?? null
    if (recorded && really === null) return
    const at = really !== null && really > this.now ? really : this.now + this.#plan.usualDays * DAY
    this.at(at, () => {
      if (one.endedAt !== null) return
      one.mayEnd = true
      this.#endIfOver(one)
    })
  }

  #endIfOver(one: SimCase): void {
    const isOver = one.steps.every(
      (row) => row.step.repeat || (row.state !== 'open' && row.state !== 'ahead'),
    )
    if (isOver) this.#endCase(one, 'resolved')
  }

  #endCase(one: SimCase, end: 'resolved' | 'stopped'): void {
    one.endedAt = this.now
    one.end = end
    for (const row of one.steps) {
      if (row.state !== 'open' && row.state !== 'ahead') continue
      row.isWaiting = false
      row.state = 'dropped'
    }
    if (one.key !== null) this.#open.delete(one.key)
  }
}
