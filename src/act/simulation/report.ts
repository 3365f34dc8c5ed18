import type { SimulatedPosition, SimulatedSide, Simulation } from '#act/simulation/contract.ts'
import { dateTextIn } from '#act/simulation/words.ts'

type Cell = string | number

/** A simulation as plain text: before and after side by side, work by position and week, and what it rests on. */
export function report(one: Simulation): string {
  const { before, after, causes } = one
  const sides = (label: string, of: (side: SimulatedSide) => Cell): Cell[] => [label, of(before), of(after)]
  const part = causes.isWhole ? '' : ' (the newest; more happened than is replayed at once)'
  const lines = [
    `${one.title}: ${dateTextIn(one.zone, one.from)} to ${dateTextIn(one.zone, one.to)}`,
    `${causes.read} answers and items read${part}, ${causes.fitting} of them open or join a case`,
    ...(one.changes.length > 0 ? one.changes : ['Nothing is changed: both sides are the same.']),
    '',
    ...table([
      ['', `before: ${before.label}`, `after: ${after.label}`],
      sides('Cases', (side) => side.cases.opened),
      sides('  signals that joined one', (side) => side.cases.joined),
      sides('  resolved', (side) => side.cases.resolved),
      ...(before.cases.stopped + after.cases.stopped > 0
        ? [sides('  stopped', (side) => side.cases.stopped)]
        : []),
      sides('  open at the end', (side) => side.cases.open),
      ...leads(one),
      sides('Steps', (side) => side.opened),
      sides('  late', (side) => side.late),
      sides('Hours of work', (side) => side.hours),
    ]),
    '',
    ...table([['Step', 'opened', 'skipped', 'late', 'hours', '', ''], ...steps(one)]),
    ...positions(one).flatMap(([name, was, is]) => ['', ...weeksOf(one, name, was, is)]),
    '',
    'Assumptions',
    ...one.assumptions.map((line) => `  ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

/** "12", or "12 → 14" where it changes. */
function change(was: Cell | undefined, is: Cell | undefined): string {
  const before = was ?? '–'
  const after = is ?? '–'
  return before === after ? String(before) : `${before} → ${after}`
}

function leads({ before, after }: Simulation): Cell[][] {
  const names = [...new Set([...before.leads, ...after.leads].map((one) => one.lead))]
  const of = (side: SimulatedSide, name: string) => side.leads.find((one) => one.lead === name)?.cases ?? 0
  return names.map((name) => [`  led by ${name}`, of(before, name), of(after, name)])
}

function steps({ before, after }: Simulation): Cell[][] {
  const ids = [...new Set([...before.steps, ...after.steps].map((one) => one.step))]
  return ids.map((id) => {
    const was = before.steps.find((one) => one.step === id)
    const is = after.steps.find((one) => one.step === id)
    return [
      `  ${(is ?? was)!.title}`,
      change(was?.opened, is?.opened),
      change(was?.skipped, is?.skipped),
      change(was?.late, is?.late),
      change(was?.hours, is?.hours),
      was ? '' : 'new',
      is ? '' : 'taken out',
    ]
  })
}

/** Every position with both its sides. */
export function positions({
  before,
  after,
}: Simulation): [string, SimulatedPosition | undefined, SimulatedPosition | undefined][] {
  const names = [...new Set([...before.positions, ...after.positions].map((one) => one.position))].sort()
  const of = (side: SimulatedSide, name: string) => side.positions.find((one) => one.position === name)
  return names.map((name) => [name, of(before, name), of(after, name)])
}

function weeksOf(
  one: Simulation,
  name: string,
  was: SimulatedPosition | undefined,
  is: SimulatedPosition | undefined,
): string[] {
  const people = change(was?.people, is?.people)
  const capacity = change(was?.capacity, is?.capacity)
  const rows = one.weeks.flatMap((week, i): Cell[][] => {
    const before = was?.weeks[i] ?? { hours: 0, late: 0 }
    const after = is?.weeks[i] ?? { hours: 0, late: 0 }
    if (before.hours + before.late + after.hours + after.late === 0) return []
    return [[`  ${week}`, before.hours, before.late || '', after.hours, after.late || '']]
  })
  if (rows.length === 0) return [`${name}: people ${people}, nothing to do`]
  return [
    `${name}: people ${people}, hours a week ${capacity}, late steps ${change(was?.late, is?.late)}`,
    ...table([['  week of', 'hours before', 'late', 'hours after', 'late'], ...rows]),
  ]
}

/** Columns under each other: the first to the left, numbers to the right. */
function table(rows: readonly Cell[][]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}
