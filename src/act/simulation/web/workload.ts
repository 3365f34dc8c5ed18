import type { Simulation } from '#act/simulation/contract.ts'
import { positionsOf, staffWords, whoWords } from '#act/simulation/web/simulation-words.ts'
import { at, type Drawing, type Shape } from '#platform/web/shapes.ts'

const gap = 36
const least = 300
const strip = 46
const labels = 62
/** head, two strips with room for marks above each, months */
const block = 46 + 2 * (strip + 16) + 26
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Hours of work by position and week, before above after, all on one scale; a red dot over a week says that steps that
 * fell due then were late.
 */
export function workloadChart(one: Simulation, width: number): Drawing {
  const positions = positionsOf(one).filter(
    ({ before, after }) => (before?.steps ?? 0) + (after?.steps ?? 0) > 0,
  )
  const most = Math.max(
    1,
    ...positions.flatMap(({ before, after }) =>
      [...(before?.weeks ?? []), ...(after?.weeks ?? [])].map((week) => week.hours),
    ),
  )
  const across = Math.max(1, Math.min(positions.length, Math.floor((width + gap) / (least + gap))))
  const room = (width - (across - 1) * gap) / across
  const shapes: Shape[] = []
  const rows: string[][] = []
  positions.forEach(({ name, before, after }, i) => {
    const left = (i % across) * (room + gap)
    const top = Math.floor(i / across) * block
    shapes.push(
      { kind: 'text', x: at(left), y: top + 14, text: whoWords(name), tone: 'strong' },
      { kind: 'text', x: at(left), y: top + 29, text: staffChange(staffWords(before), staffWords(after)) },
    )
    for (const [row, side, ink] of [
      ['Before', before, 'chart-grey'],
      ['After', after, 'accent'],
    ] as const) {
      const base = top + 46 + (row === 'After' ? 2 : 1) * (strip + 16)
      shapes.push(
        ...stripOf(side?.weeks ?? [], { left: left + labels, width: room - labels, base, most, ink }),
      )
      shapes.push(
        { kind: 'text', x: at(left), y: base - 14, text: row, tone: 'medium' },
        {
          kind: 'text',
          x: at(left),
          y: base,
          text: side ? `${Math.round(side.hours)} h` : '',
        },
      )
      if (side && side.late > 0)
        shapes.push({ kind: 'text', x: at(left), y: base - 28, text: `${side.late} late`, tone: 'late' })
      for (const [w, week] of (side?.weeks ?? []).entries())
        if (week.hours > 0 || week.late > 0)
          rows.push([whoWords(name), row, one.weeks[w]!, String(week.hours), String(week.late)])
    }
    shapes.push(...monthMarks(one.weeks, left + labels, room - labels, top + block - 12))
  })
  return {
    width,
    height: Math.max(1, Math.ceil(positions.length / across)) * block,
    shapes,
    table: { head: ['Position', 'Side', 'Week of', 'Hours', 'Late steps'], rows },
    summary: positions
      .map(
        ({ name, before, after }) =>
          `${whoWords(name)}: ${before?.hours ?? 0} hours and ${before?.late ?? 0} late before, ${after?.hours ?? 0} and ${after?.late ?? 0} after`,
      )
      .join('; '),
  }
}

function staffChange(was: string, is: string): string {
  return was === is ? is : `${was} → ${is}`
}

function stripOf(
  weeks: readonly { hours: number; late: number }[],
  place: { left: number; width: number; base: number; most: number; ink: string },
): Shape[] {
  const { left, width, base, most, ink } = place
  const each = width / Math.max(1, weeks.length)
  const shapes: Shape[] = [
    { kind: 'line', x1: at(left), x2: at(left + width), y1: base, y2: base, ink: 'chart-grid' },
  ]
  for (const [i, { hours, late }] of weeks.entries()) {
    const tall = hours === 0 ? 0 : Math.max(1.5, (hours / most) * strip)
    if (tall > 0)
      shapes.push({
        kind: 'rect',
        x: at(left + i * each),
        y: at(base - tall),
        width: at(Math.max(1, each - 1)),
        height: at(tall),
        ink,
      })
    if (late > 0)
      shapes.push({
        kind: 'rect',
        x: at(left + i * each),
        y: at(base - tall - 6),
        width: at(Math.max(3, each - 1)),
        height: 4,
        ink: 'late',
      })
  }
  return shapes
}

/** The names of months where they begin, as far as there is room. */
function monthMarks(weeks: readonly string[], left: number, width: number, y: number): Shape[] {
  const each = width / Math.max(1, weeks.length)
  const shapes: Shape[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const [i, week] of weeks.entries()) {
    const x = left + i * each
    const isNew = i > 0 && week.slice(0, 7) !== weeks[i - 1]!.slice(0, 7)
    if (!isNew || x - last < 34 || x > left + width - 20) continue
    last = x
    shapes.push({ kind: 'text', x: at(x), y, text: months[Number(week.slice(5, 7)) - 1]! })
  }
  return shapes
}
