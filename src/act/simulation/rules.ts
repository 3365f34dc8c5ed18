import { conditionValues, joinKey } from '#act/cases/rules.ts'
import { needsOf, type Playbook, type Step, variablesOf } from '#act/playbooks/language.ts'
import { needsWord, nextRound, reachesCustomer, windowOf } from '#act/playbooks/rules.ts'
import { takersOf } from '#act/playbooks/takers.ts'
import { chance, factsAt, type Replayed } from '#act/simulation/cause.ts'
import { Floor } from '#act/simulation/floor.ts'
import { plannedStart } from '#act/simulation/planned.ts'
import type { Plan, Run, SimCase, SimStep } from '#act/simulation/run.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { DAY, startOfDate } from '#platform/calendar/zones.ts'
import { askCondition, type Variables } from '#platform/conditions/rules.ts'

/** Yes and no are as likely where nothing is recorded. */
export const evenOdds = 0.5
/** Every so many happenings a run lets others work. */
const slice = 64

/**
 * Replays causes, the oldest first, through a playbook: a discrete-event model. A cause opens a case or joins one; the
 * playbook opens steps by its own rules; each step waits at the desk of its position from its planned start on, and is
 * late when it is finished after `latest`. Yields the share that is done, so that the caller can let others work. The
 * same plan and causes give the same run.
 */
export function* simulation(plan: Plan, causes: readonly Replayed[]): Generator<number, Run> {
  const replay = new Replay(plan)
  const { floor } = replay
  const from = causes[0]?.at ?? plan.until
  for (const cause of causes) if (cause.at < plan.until) floor.at(cause.at, () => replay.hear(cause))
  for (let count = 1; floor.next(); count++)
    if (count % slice === 0) yield Math.min(1, (floor.now - from) / Math.max(1, plan.until - from))
  floor.end()
  return replay.run
}

/** Whether a cause is one that the playbook listens to, its condition holds at the time, and none of the others takes it first. */
export function fits(playbook: Playbook, cause: Replayed, others: readonly Playbook[]): boolean {
  if (playbook.when.event !== cause.event) return false
  const values = conditionValues(factsAt(cause, cause.at))
  const rivals = playbook.when.otherwise
    ? others.filter((one) => one.playbook !== playbook.playbook && one.when.event === cause.event)
    : []
  const takers = takersOf(
    [playbook, ...rivals].map((one) => ({ playbook: one })),
    values,
  )
  return takers.some((one) => one.playbook === playbook)
}

class Replay {
  readonly floor: Floor
  readonly run: Run
  readonly #plan: Plan
  readonly #variables: Variables
  readonly #open = new Map<string, SimCase>()

  constructor(plan: Plan) {
    this.#plan = plan
    this.#variables = variablesOf(plan.playbook.steps)
    this.floor = new Floor(plan, (row) => this.#done(row))
    const answers = { recorded: 0, byShare: 0, even: 0 }
    this.run = { cases: [], desks: this.floor.desks, fitting: 0, joined: new Set(), answers, decided: 0 }
  }

  hear(cause: Replayed): void {
    const { playbook, others } = this.#plan
    if (!fits(playbook, cause, others)) return
    this.run.fitting += 1
    const key = joinKey(playbook.joins, cause)
    const open = key === null ? undefined : this.#open.get(key)
    if (open) {
      open.joined += 1
      this.run.joined.add(cause.id)
      this.#advance(open)
      return
    }
    const opened = new Date(this.floor.now)
    const one: SimCase = {
      cause,
      lead: this.#leadOf(cause),
      openedAt: this.floor.now,
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
    this.run.cases.push(one)
    if (key !== null) this.#open.set(key, one)
    if (!playbook.ends) this.#endByHand(one)
    this.#advance(one)
  }

  #ahead(one: SimCase, step: Step, round: number): SimStep {
    return {
      of: one,
      step,
      round,
      state: 'ahead',
      who: step.who,
      effort: this.#plan.minutesOf(step) * 60_000,
      due: Number.POSITIVE_INFINITY,
      order: this.floor.nextOrder(),
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

  /** The first line of the playbook that holds and that somebody fills. */
  #leadOf(cause: Replayed): string {
    const values = conditionValues(factsAt(cause, this.floor.now))
    for (const line of this.#plan.playbook.lead) {
      const outcome = line.if ? askCondition(this.#variables, line.if, values) : { holds: true }
      if (!('holds' in outcome) || !outcome.holds) continue
      if (line.field && !cause.ownerMemberId) continue
      const desk =
        line.field ?? line.position ?? line.team ?? (line.role === 'manager' ? 'management' : line.role!)
      if (this.floor.isFilled(desk)) return desk
    }
    return 'nobody'
  }

  #whoDoes(one: SimCase, step: Step): string {
    if (step.who === 'lead') return one.lead
    if (step.who !== 'account.owner') return step.who
    return one.cause.ownerMemberId && this.floor.isFilled(step.who) ? step.who : one.lead
  }

  #values(one: SimCase): Record<string, unknown> {
    const { cause } = one
    return conditionValues({
      ...factsAt(cause, this.floor.now),
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
      this.run.answers[by] += 1
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
          row.doneAt = this.floor.now
          one.moments.set(`${step.id}.done`, new Date(this.floor.now))
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
    this.run.decided += 1
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
    row.openedAt = this.floor.now
    row.who = this.#whoDoes(one, row.step)
    const opened = `${row.step.id}.opened`
    if (!one.moments.has(opened)) one.moments.set(opened, new Date(this.floor.now))
    this.#giveDates(one, row)
    const start = row.earliestAt ?? plannedStart(this.#plan.calendar, row) ?? this.floor.now
    if (start > this.floor.now) this.floor.at(start, () => this.floor.lay(row))
    else this.floor.lay(row)
  }

  #giveDates(one: SimCase, row: SimStep): void {
    // Somebody whom we cannot reach is owed no word by a date.
    if (one.cause.facts.unreachable && reachesCustomer(row.step.do)) return
    const window = windowOf(this.#calendarOf(one), row.step, one.moments, row.round)
    if (!window) return
    row.earliestAt = window.earliest?.getTime() ?? null
    row.latestAt = window.latest.getTime()
    row.due = row.latestAt
    if (row.isWaiting) this.floor.lay(row)
  }

  #done(row: SimStep): void {
    const one = row.of
    row.state = 'done'
    this.#answer(row)
    one.moments.set(`${row.step.id}.done`, new Date(this.floor.now))
    const told = needsWord(row.step)
    if (told && !one.cause.facts.unreachable && !one.moments.has('first-contact'))
      one.moments.set('first-contact', new Date(this.floor.now))
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
    const round = nextRound(this.#calendarOf(one), step, one.moments, row.round, new Date(this.floor.now))
    const next = this.#ahead(one, step, round)
    one.steps.push(next)
    this.#openStep(one, next)
  }

  /** Without an end of its own a case is ended by hand: when it really was, or after the usual time. */
  #endByHand(one: SimCase): void {
    const { recorded } = one.cause
    const really = recorded?.endedAt ?? null
    if (recorded && really === null) return
    const at =
      really !== null && really > this.floor.now ? really : this.floor.now + this.#plan.usualDays * DAY
    this.floor.at(at, () => {
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
    one.endedAt = this.floor.now
    one.end = end
    for (const row of one.steps) {
      if (row.state !== 'open' && row.state !== 'ahead') continue
      row.isWaiting = false
      row.state = 'dropped'
    }
    if (one.key !== null) this.#open.delete(one.key)
  }
}
