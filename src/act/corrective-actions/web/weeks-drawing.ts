import type { Action } from '#act/corrective-actions/contract.ts'
import { perWeek } from '#act/corrective-actions/rules.ts'
import { shortDate } from '#platform/web/format.ts'
import { at, type Drawing, type Shape } from '#platform/web/shapes.ts'

type Weeks = Action['weeks']

const meanOf = (weeks: Weeks) =>
  perWeek({ mentions: weeks.reduce((sum, week) => sum + week.mentions, 0), days: 7 * weeks.length })

/** The finding of the picture in a few words. */
export function weeksTitle(weeks: Weeks): string {
  const before = meanOf(weeks.filter((week) => !week.isAfter))
  const after = weeks.filter((week) => week.isAfter)
  if (after.length === 0) return `${before} mentions a week`
  return `${before} mentions a week before, ${meanOf(after)} after`
}

/** Mentions by week as standing bars: grey before the action was done, green after it, with the mean of each side. */
export function drawWeeks(weeks: Weeks, width: number): Drawing {
  const height = 150
  const top = 26
  const bottom = height - 22
  const most = Math.max(1, ...weeks.map((week) => week.mentions))
  const gap = 18
  const split = weeks.filter((week) => !week.isAfter).length
  const hasAfter = split < weeks.length
  const room = (width - (hasAfter ? gap : 0)) / Math.max(8, weeks.length)
  const x = (week: number) => at(week * room + (week >= split ? gap : 0))
  const y = (value: number) => at(bottom - (value / most) * (bottom - top))
  const label = (week: { from: string }) => shortDate(`${week.from}T12:00:00Z`)
  const shapes: Shape[] = [{ kind: 'line', x1: 0, x2: width, y1: bottom, y2: bottom, ink: 'chart-grid' }]
  const every = Math.max(1, Math.ceil(52 / room))
  weeks.forEach((week, i) => {
    const wide = at(Math.max(2, Math.min(36, room - 4)))
    shapes.push({
      kind: 'rect',
      x: x(i),
      y: y(week.mentions),
      width: wide,
      height: at(Math.max(1, bottom - y(week.mentions))),
      ink: week.isAfter ? 'accent' : 'chart-grey',
      round: 1,
    })
    if (week.mentions > 0)
      shapes.push({
        kind: 'text',
        x: at(x(i) + wide / 2),
        y: y(week.mentions) - 4,
        text: String(week.mentions),
        anchor: 'middle',
      })
    const place = week.isAfter ? i - split : i
    if (place % every === 0)
      shapes.push({ kind: 'text', x: x(i), y: bottom + 16, text: label(week), tone: 'medium' })
  })
  if (hasAfter) {
    const middle = at(split * room + gap / 2 - 2)
    shapes.push({ kind: 'line', x1: middle, x2: middle, y1: 14, y2: bottom, ink: 'ink', dashed: true })
    shapes.push({ kind: 'text', x: middle, y: 10, text: 'done', anchor: 'middle', tone: 'strong' })
  }
  return {
    width,
    height,
    shapes,
    table: {
      head: ['Week from', 'Mentions', 'Side'],
      rows: weeks.map((week) => [label(week), String(week.mentions), week.isAfter ? 'after' : 'before']),
    },
    summary: weeks.map((week) => `${label(week)}: ${week.mentions}`).join(', '),
  }
}
