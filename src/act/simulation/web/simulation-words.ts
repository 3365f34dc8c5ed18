import type { SimulatedPosition, SimulatedSide, SimulatedStep, Simulation } from '#act/simulation/contract.ts'
import { count, date, dateTime, plural } from '#platform/web/format.ts'

/** A position as people say it. */
export function whoWords(who: string): string {
  return who === 'account.owner' ? 'owner of the account' : who.replaceAll('-', ' ')
}

/** The finding in a sentence: what a reader wants to know first. */
export function findingOf({ before, after, causes }: Simulation): string {
  if (causes.fitting === 0) return 'Nothing of this time would have opened a case'
  const late =
    before.late === after.late
      ? `${plural(after.late, 'step')} late on both sides`
      : `${plural(after.late, 'step')} late in place of ${count(before.late)}`
  const cases =
    before.cases.opened === after.cases.opened
      ? plural(after.cases.opened, 'case')
      : `${plural(after.cases.opened, 'case')} in place of ${count(before.cases.opened)}`
  return `${cases}, ${late}`
}

/** Which past it was, and how much of it was read. */
export function periodOf({ from, to, causes }: Simulation): string {
  const cut = causes.isWhole ? '' : ', the newest ones: more happened than is replayed at once'
  return `${date(from)} to ${date(to)}. ${count(causes.read)} answers and items read${cut}; ${count(causes.fitting)} open or join a case.`
}

/** How many hold a position, and the hours they have. */
export function staffWords(one: SimulatedPosition | undefined): string {
  if (!one) return 'not asked for'
  return one.capacity === 0 ? 'nobody' : `${plural(one.people, 'person', 'people')}, ${one.capacity} h a week`
}

const states: Record<SimulatedStep['state'], string> = {
  ahead: 'not reached',
  open: 'open at the end',
  done: 'done',
  skipped: 'skipped',
  dropped: 'case ended before',
}

/** What became of a step. */
export function stateOf(step: SimulatedStep): string {
  return step.state === 'done' && step.doneAt ? `done ${dateTime(step.doneAt)}` : states[step.state]
}

/** Positions of both sides, by name, each with what it is on either. */
export function positionsOf({ before, after }: Simulation) {
  const names = [...new Set([...before.positions, ...after.positions].map((one) => one.position))].sort()
  const of = (side: SimulatedSide, name: string) => side.positions.find((one) => one.position === name)
  return names.map((name) => ({ name, before: of(before, name), after: of(after, name) }))
}
