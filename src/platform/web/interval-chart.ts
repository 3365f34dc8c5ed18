import { at, type Drawing, type Link, type Shape, scale, ticks } from '#platform/web/shapes.ts'

export interface IntervalRow {
  label: string
  value: number
  low: number
  /** null: no upper end, drawn to the edge */
  high: number | null
  /** could be chance: hollow and grey */
  isFaint?: boolean
  link?: Link
}

/** Labels stand above their line below this width. */
const narrow = 620
const letter = 6.6

/**
 * One figure a row with its 95 % interval as a whisker, against a line that stands for “no difference”. Ratios are drawn
 * on a scale of doublings, on which half and twice are as far from one.
 */
export function intervalChart(options: {
  width: number
  rows: readonly IntervalRow[]
  /** where nothing differs: 1 of a ratio, 0 of a difference */
  none: { value: number; label: string }
  isRatio?: boolean
  show: (value: number) => string
  head: readonly [label: string, value: string, interval: string]
}): Drawing {
  const { width, rows, none, isRatio = false, show } = options
  const isNarrow = width < narrow
  const left = isNarrow ? 4 : Math.min(260, width * 0.3)
  const right = width - 58
  const most = isRatio ? 16 : Number.POSITIVE_INFINITY
  const place = (value: number) => (isRatio ? Math.log2(Math.min(most, Math.max(1 / most, value))) : value)
  const ends = rows.flatMap((row) => [place(row.low), place(row.high ?? most)]).filter(Number.isFinite)
  const base = place(none.value)
  const [lowest, highest] = [Math.min(base, ...ends), Math.max(base, ...ends)]
  const marks = isRatio
    ? range(Math.floor(lowest), Math.ceil(highest)).map((power) => 2 ** power)
    : ticks(lowest, highest, isNarrow ? 3 : 5)
  const toPixels = scale([place(marks[0]!), place(marks.at(-1)!)], [left + 6, right])
  const x = (value: number) => at(toPixels(place(value)))
  const step = isNarrow ? 44 : 30
  const top = 22
  const bottom = top + rows.length * step
  const shapes: Shape[] = marks.flatMap((mark): Shape[] => [
    { kind: 'line', x1: x(mark), x2: x(mark), y1: top, y2: bottom, ink: 'chart-grid' },
    { kind: 'text', x: x(mark), y: bottom + 14, text: show(mark), anchor: 'middle' },
  ])
  shapes.push(
    { kind: 'line', x1: x(none.value), x2: x(none.value), y1: top - 6, y2: bottom, ink: 'ink', dashed: true },
    { kind: 'text', x: x(none.value), y: 11, text: none.label, anchor: anchorAt(x(none.value), width) },
  )
  for (const [index, row] of rows.entries()) {
    const y = top + index * step + (isNarrow ? 32 : step / 2)
    const ink = row.isFaint ? 'ink-3' : 'chart-3'
    const room = (isNarrow ? width : left - 8) / letter
    const label = row.label.length > room ? `${row.label.slice(0, Math.floor(room) - 1)}…` : row.label
    shapes.push({
      kind: 'text',
      x: isNarrow ? 0 : left - 12,
      y: isNarrow ? y - 14 : y + 4,
      text: label,
      anchor: isNarrow ? 'start' : 'end',
      tone: row.isFaint ? 'plain' : 'medium',
      link: row.link,
      // gridlines and the line of no difference run behind it
      plate: isNarrow,
    })
    const [from, to] = [x(row.low), row.high === null ? right : x(row.high)]
    shapes.push({ kind: 'line', x1: from, x2: to, y1: y, y2: y, ink, width: 2 })
    for (const end of row.high === null ? [from] : [from, to])
      shapes.push({ kind: 'line', x1: end, x2: end, y1: y - 4, y2: y + 4, ink, width: 2 })
    shapes.push({ kind: 'dot', x: x(row.value), y, r: 4.5, ink, hollow: !!row.isFaint, link: row.link })
    shapes.push({
      kind: 'text',
      x: Math.min(width - 50, to + 8),
      y: y + 4,
      text: show(row.value),
      tone: row.isFaint ? 'plain' : 'medium',
      link: row.link,
      plate: true,
    })
  }
  const interval = (row: IntervalRow) =>
    `${show(row.low)} to ${row.high === null ? 'no end' : show(row.high)}`
  return {
    width,
    height: bottom + 22,
    shapes,
    table: {
      head: options.head,
      rows: rows.map((row) => [row.label, show(row.value), interval(row)]),
    },
    summary: rows
      .map(
        (row) =>
          `${row.label}: ${show(row.value)}, interval ${interval(row)}${row.isFaint ? ', could be chance' : ''}`,
      )
      .join('; '),
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const anchorAt = (x: number, width: number) => (x < 60 ? 'start' : x > width - 60 ? 'end' : 'middle')
