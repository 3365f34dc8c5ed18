import type { Playbook } from '#act/playbooks/language.ts'
import { assumptionsOf } from '#act/simulation/assumptions.ts'
import type { Simulation, StaffChange } from '#act/simulation/contract.ts'
import type { Staff } from '#act/simulation/desk.ts'
import { effortsOf, enoughSteps, usualDays } from '#act/simulation/effort.ts'
import { pairsOf, positionsIn, sideOf, weeksBetween } from '#act/simulation/figures.ts'
import { type Past, readPast } from '#act/simulation/past.ts'
import { type Present, readPresent } from '#act/simulation/present.ts'
import { fits, simulation } from '#act/simulation/rules.ts'
import type { Plan, Run } from '#act/simulation/run.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { nearest } from '#platform/conditions/rules.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'

export interface Procedure {
  playbook: Playbook
  /** "Version 3", "changed.yaml" */
  label: string
}

/** What is compared with what, over which time. */
export interface Wanted {
  before: Procedure
  after: Procedure
  /** the calendar as it is changed */
  calendar?: WorkingCalendar | undefined
  staff: readonly StaffChange[]
  staffNow: readonly StaffChange[]
  from: Date
  until: Date
  seed: number
  /** so many cases are told one by one */
  mostCases: number
}

/** Who asks, and how they hear of it. */
export interface Asking {
  door: Door
  workspaceId: string
  actor: Actor
  signal?: AbortSignal
  /** the share done, from 0 to 1, and how many causes were read */
  onProgress?(share: number, causes: number): void
}

/** Milliseconds that a run keeps the process before it lets others work. */
const turn = 8
/** Days from opening to the end by hand where too few cases have ended. */
const assumedDays = 90

/**
 * Replays a past through two procedures and says what differs. Reads in short transactions and reckons between them in
 * turns of a few milliseconds; stops when the signal does. Changes nothing.
 */
export async function simulate(asking: Asking, wanted: Wanted): Promise<Simulation> {
  const { door, workspaceId, actor } = asking
  const inWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)
  const present = await inWorkspace(readPresent)
  const { before, after } = wanted
  const books = [before.playbook, after.playbook] as const
  const staffNow = changedStaff(present.staff, wanted.staffNow, books)
  const staffThen = changedStaff(staffNow, wanted.staff, books)
  const past = await readPast(
    inWorkspace,
    {
      from: wanted.from,
      until: wanted.until,
      events: [...new Set(books.map((one) => one.when.event))],
      keys: [...new Set(books.map((one) => one.playbook))],
      memberIds: present.memberIds,
      executiveCallMrrCents: present.executiveCallMrrCents,
      fits: (cause) => books.some((one) => fits(one, cause, present.others)),
    },
    async (read) => {
      goOn(asking.signal)
      asking.onProgress?.(0, read)
      await new Promise((resolve) => setImmediate(resolve))
    },
  )
  const usual = usualOf(present, before.playbook.playbook)
  const odds = oddsOf(present, before.playbook.playbook)
  const efforts = [effortsOf(books[0], present.done), effortsOf(books[1], present.done)] as const
  const planOf = (side: 0 | 1): Plan => ({
    playbook: books[side],
    others: present.others,
    calendar: (side === 1 && wanted.calendar) || present.calendar,
    staff: side === 0 ? staffNow : staffThen,
    minutesOf: (step) => efforts[side].get(step.id)!.minutes,
    oddsOf: (step, question) => odds.get(`${step.id} ${question}`),
    usualDays: usual.days,
    seed: wanted.seed,
    until: wanted.until.getTime(),
  })
  const plans = [planOf(0), planOf(1)] as const
  const run = (side: 0 | 1) =>
    inTurns(simulation(plans[side], past.causes), asking.signal, (share) =>
      asking.onProgress?.((side + share) / 2, past.read),
    )
  const was = await run(0)
  const is = await run(1)
  const { first, all } = pairsOf(was, is, wanted.until.getTime(), wanted.mostCases)
  const weeks = weeksBetween(present.calendar, past.from.getTime(), wanted.until.getTime())
  return {
    title: after.playbook.title,
    from: past.from.toISOString(),
    to: wanted.until.toISOString(),
    zone: present.calendar.zone,
    seed: wanted.seed,
    causes: { read: past.read, fitting: past.causes.length, isWhole: past.isWhole },
    weeks,
    changes: changesOf(wanted, staffNow, staffThen),
    assumptions: assumptionsOf({
      playbooks: books,
      efforts,
      runs: [was, is],
      seed: wanted.seed,
      usual,
      unknownThen: unknownThen(past),
      staff: staffThen,
    }),
    before: sideOf(before.label, plans[0], was, weeks),
    after: sideOf(after.label, plans[1], is, weeks),
    cases: first,
    casesInAll: all,
  }
}

function goOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AppError('unavailable', 'simulation.stopped', 'The simulation was stopped. Start it again.')
}

/** Runs to the end, a few milliseconds at a time, so that other requests are answered in between. */
async function inTurns(
  going: Generator<number, Run>,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<Run> {
  let since = performance.now()
  for (;;) {
    const step = going.next()
    if (step.done) return step.value
    if (performance.now() - since < turn) continue
    onShare(step.value)
    await new Promise((resolve) => setImmediate(resolve))
    goOn(signal)
    since = performance.now()
  }
}

/** The staff with some positions set otherwise. Throws for a position that neither playbook names. */
function changedStaff(
  staff: ReadonlyMap<string, Staff>,
  changes: readonly StaffChange[],
  books: readonly Playbook[],
): Map<string, Staff> {
  const known = [...new Set(books.flatMap((one) => positionsIn(one)))]
  const changed = new Map(staff)
  for (const { position, people, hoursPerWeek } of changes) {
    if (!known.includes(position)) {
      const meant = nearest(position, known)
      throw new AppError(
        'invalid',
        'simulation.unknown_position',
        `No step or lead of these playbooks is “${position}”. Write ${meant ?? `one of ${known.join(', ')}`}.`,
      )
    }
    changed.set(position, { people, hoursPerWeek })
  }
  return changed
}

function usualOf({ days }: Present, key: string): { days: number; n: number } {
  const own = days.filter((one) => one.playbook === key).map((one) => one.days)
  const usual = usualDays(own)
  return usual === undefined ? { days: assumedDays, n: 0 } : { days: usual, n: own.length }
}

/** The share of yes by step and question, where enough is recorded. */
function oddsOf({ answers }: Present, key: string): Map<string, number> {
  const said = new Map<string, boolean[]>()
  for (const { playbook, step, results } of answers) {
    if (playbook !== key) continue
    for (const [question, answer] of Object.entries(results)) {
      const about = `${step} ${question}`
      said.set(about, [...(said.get(about) ?? []), answer])
    }
  }
  return new Map(
    [...said].flatMap(([about, list]) =>
      list.length < enoughSteps ? [] : [[about, list.filter(Boolean).length / list.length] as const],
    ),
  )
}

function unknownThen({ causes }: Past): number {
  const unknown = causes.filter((one) => one.accountId && !one.history.some((then) => then.at <= one.at))
  return new Set(unknown.map((one) => one.accountId)).size
}

/** What is changed, in words; empty where nothing is. */
function changesOf(
  { before, after, calendar }: Wanted,
  staffNow: ReadonlyMap<string, Staff>,
  staffThen: ReadonlyMap<string, Staff>,
): string[] {
  const staff = [...staffThen].flatMap(([position, is]) => {
    const was = staffNow.get(position)
    const said = [was ? staffText(was) : 'nobody', staffText(is)]
    return said[0] === said[1] ? [] : [`${position}: ${said[0]} → ${said[1]}`]
  })
  return [
    ...(before.label === after.label ? [] : [`Playbook: ${before.label} → ${after.label}`]),
    ...(calendar ? ['Calendar: the workspace’s → the one given'] : []),
    ...staff,
  ]
}

/** "2 people", "1 person with 10 hours a week". */
export function staffText({ people, hoursPerWeek }: Staff): string {
  const who = people === 0 ? 'nobody' : people === 1 ? '1 person' : `${people} people`
  return people === 0 || hoursPerWeek === null ? who : `${who} with ${hoursPerWeek} hours a week`
}
