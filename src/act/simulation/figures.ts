import type { Playbook } from '#act/playbooks/language.ts'
import type { Replayed } from '#act/simulation/cause.ts'
import type {
  SimulatedCase,
  SimulatedPair,
  SimulatedPosition,
  SimulatedSide,
  StepFigures,
} from '#act/simulation/contract.ts'
import { type Desk, type Staff, weeklyHours, weekOf } from '#act/simulation/desk.ts'
import type { Plan, Run, SimCase, SimStep } from '#act/simulation/run.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'

const hour = 3_600_000
const tenth = (value: number) => Math.round(value * 10) / 10

/** Whether a step was finished, dropped or still lay open after it was due. */
export function isLateStep(row: SimStep, until: number): boolean {
  if (row.latestAt === null || row.openedAt === null) return false
  return row.latestAt < Math.min(row.doneAt ?? row.of.endedAt ?? until, until)
}

/** The Mondays of all weeks that a time touches. */
export function weeksBetween(calendar: WorkingCalendar, from: number, until: number): string[] {
  const last = localDate(calendar.zone, until - 1)
  const weeks: string[] = []
  for (let week = weekOf(localDate(calendar.zone, from)); week <= last; week = shiftDate(week, 7))
    weeks.push(week)
  return weeks
}

/** The figures of one side: cases, leads, steps, and work by position and week. */
export function sideOf(label: string, plan: Plan, run: Run, weeks: readonly string[]): SimulatedSide {
  const rows = run.cases.flatMap((one) => one.steps)
  const count = (list: readonly SimStep[], is: (row: SimStep) => boolean) => list.filter(is).length
  const late = new Set(rows.filter((row) => isLateStep(row, plan.until)))
  const isLate = (row: SimStep) => late.has(row)
  const isOpened = (row: SimStep) => row.openedAt !== null
  const hours = (list: readonly SimStep[]) => tenth(list.reduce((sum, row) => sum + row.worked, 0) / hour)
  const opened = rows.filter(isOpened)
  const leads = new Map<string, number>()
  for (const { lead } of run.cases) leads.set(lead, (leads.get(lead) ?? 0) + 1)
  const ended = (end: SimCase['end']) => run.cases.filter((one) => one.end === end).length
  const byStep = grouped(rows, (row) => row.step.id)
  const byDesk = grouped(opened, (row) => row.who)
  return {
    label,
    cases: {
      opened: run.cases.length,
      joined: run.fitting - run.cases.length,
      resolved: ended('resolved'),
      stopped: ended('stopped'),
      open: ended(null),
    },
    leads: [...leads]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([lead, cases]) => ({ lead, cases })),
    steps: plan.playbook.steps.map((step): StepFigures => {
      const own = byStep.get(step.id) ?? []
      return {
        step: step.id,
        title: step.title,
        opened: count(own, isOpened),
        skipped: count(own, (row) => row.state === 'skipped'),
        done: count(own, (row) => row.state === 'done'),
        late: count(own, isLate),
        hours: hours(own),
        minutesEach: plan.minutesOf(step),
      }
    }),
    positions: positionsIn(plan.playbook, byDesk.keys()).map((name): SimulatedPosition => {
      const own = byDesk.get(name) ?? []
      const desk = run.desks.get(name)
      const lateIn = new Map<string, number>()
      for (const row of own.filter(isLate)) {
        const week = weekOf(localDate(plan.calendar.zone, row.latestAt!))
        lateIn.set(week, (lateIn.get(week) ?? 0) + 1)
      }
      return {
        position: name,
        ...staffOf(plan.staff.get(name), desk, plan.calendar),
        steps: own.length,
        late: count(own, isLate),
        hours: hours(own),
        weeks: weeks.map((week) => ({
          hours: tenth((desk?.weeks.get(week) ?? 0) / hour),
          late: lateIn.get(week) ?? 0,
        })),
      }
    }),
    opened: opened.length,
    late: late.size,
    hours: hours(rows),
  }
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

/** Whose work a playbook asks for, and whoever does its steps, by name. */
export function positionsIn(playbook: Playbook, more: Iterable<string> = []): string[] {
  const leads = playbook.lead.map(
    (line) =>
      line.field ?? line.position ?? line.team ?? (line.role === 'manager' ? 'management' : line.role!),
  )
  const doers = playbook.steps.map((step) => step.who).filter((who) => who !== 'lead')
  return [...new Set([...leads, ...doers, ...more])].sort()
}

function staffOf(staff: Staff | undefined, desk: Desk | undefined, calendar: WorkingCalendar) {
  return {
    people: staff?.people ?? 0,
    hoursPerWeek: staff?.hoursPerWeek ?? null,
    capacity: tenth((desk?.people ?? 0) * (desk?.share ?? 0) * weeklyHours(calendar)),
  }
}

interface Pair {
  was: SimCase | undefined
  is: SimCase | undefined
  cause: Replayed
  isDifferent: boolean
}

/** What causes became on both sides, those that differ first, then the newest; the first `most` of them, and how many there are. */
export function pairsOf(
  before: Run,
  after: Run,
  until: number,
  most = Number.POSITIVE_INFINITY,
): { first: SimulatedPair[]; all: number } {
  const sides = new Map<string, [SimCase | undefined, SimCase | undefined]>()
  for (const one of before.cases) sides.set(one.cause.id, [one, undefined])
  for (const one of after.cases) sides.set(one.cause.id, [sides.get(one.cause.id)?.[0], one])
  const pairs = [...sides.values()].map(
    ([was, is]): Pair => ({ was, is, cause: (was ?? is)!.cause, isDifferent: !isSame(was, is) }),
  )
  pairs.sort(
    (a, b) =>
      Number(b.isDifferent) - Number(a.isDifferent) ||
      b.cause.at - a.cause.at ||
      (a.cause.id < b.cause.id ? -1 : 1),
  )
  const first = pairs.slice(0, most).map(({ was, is, cause, isDifferent }) => ({
    id: cause.id,
    title: cause.title,
    account: cause.account,
    before: was ? caseOf(was, until) : null,
    after: is ? caseOf(is, until) : null,
    joinsBefore: before.joined.has(cause.id),
    joinsAfter: after.joined.has(cause.id),
    isDifferent,
  }))
  return { first, all: pairs.length }
}

/** Whether two courses of a case are the same to people: who leads, what is done by whom and when, and when it ends. */
function isSame(was: SimCase | undefined, is: SimCase | undefined): boolean {
  if (!was || !is) return false
  return (
    was.lead === is.lead &&
    was.end === is.end &&
    was.endedAt === is.endedAt &&
    was.steps.length === is.steps.length &&
    was.steps.every((one, i) => {
      const other = is.steps[i]!
      return (
        one.step.id === other.step.id &&
        one.round === other.round &&
        one.state === other.state &&
        one.who === other.who &&
        one.latestAt === other.latestAt &&
        one.doneAt === other.doneAt
      )
    })
  )
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

function caseOf(one: SimCase, until: number): SimulatedCase {
  const steps = one.steps.map((row) => ({
    step: row.step.id,
    title: row.step.title,
    round: row.round,
    who: row.who,
    state: row.state,
    openedAt: iso(row.openedAt),
    earliestAt: iso(row.earliestAt),
    latestAt: iso(row.latestAt),
    startedAt: iso(row.startedAt),
    doneAt: iso(row.doneAt),
    isLate: isLateStep(row, until),
  }))
  return {
    lead: one.lead,
    openedAt: iso(one.openedAt)!,
    endedAt: iso(one.endedAt),
    end: one.end,
    joined: one.joined,
    late: steps.filter((row) => row.isLate).length,
    steps,
  }
}
