import { type Mark, markShapes } from '#platform/web/series-chart.ts'
import { at, type Drawing, type Link, type Shape, scale, ticks } from '#platform/web/shapes.ts'

const axisRoom = 30

interface LinePoint {
  label: string
  value: number | null
  /** Interval of the value. */
  low?: number
  high?: number
  n?: number
  link?: Link
}

interface LineOptions {
  width: number
  height?: number
  points: readonly LinePoint[]
  unit?: string
  /** Ends of the axis; found from the values when left out. */
  domain?: readonly [number, number]
  band?: { from: number; to: number; label: string }
  target?: { value: number; label: string }
  show?: (value: number) => string
  /** The same series over the time it is compared with, in grey. */
  past?: readonly (number | null)[]
  pastLabel?: string
  marks?: readonly Mark[]
  /** The axis counts in these, such as 60 for minutes shown as hours. */
  step?: number
}

/** One series over time with its interval as band and whisker; the last point carries its value. */
export function lineChart(options: LineOptions): Drawing {
  const { width, height = 240, points, show = String, unit = '' } = options
  const { past = [], step = 1 } = options
  const values = [
    ...points.flatMap((point) => [point.value, point.low, point.high]),
    ...past.slice(0, points.length),
  ].filter((one) => one != null)
  const wanted = options.domain ?? [
    Math.min(0, ...values),
    Math.max(options.target?.value ?? 0, ...values, 1),
  ]
  const marks = ticks(wanted[0] / step, wanted[1] / step).map((mark) => mark * step)
  const domain = [marks[0]!, marks.at(-1)!] as const
  const top = options.marks?.length ? 24 : 10
  const hasN = points.some((point) => point.n !== undefined)
  const bottom = height - (hasN ? 38 : 22)
  const right = width - 62
  const x = (index: number) =>
    at(
      points.length === 1
        ? (axisRoom + right) / 2
        : axisRoom + 22 + (index * (right - axisRoom - 44)) / (points.length - 1),
    )
  const y = (value: number) => at(scale(domain, [bottom, top])(value))
  const shapes: Shape[] = []
  if (options.band) {
    const { from, to, label } = options.band
    shapes.push({
      kind: 'rect',
      x: axisRoom,
      y: y(to),
      width: right - axisRoom,
      height: at(y(from) - y(to)),
      ink: 'chart-band',
    })
    const isThin = y(from) - y(to) < 18
    shapes.push({ kind: 'text', x: axisRoom + 6, y: isThin ? y(to) - 5 : y(to) + 14, text: label })
  }
  for (const mark of marks) {
    shapes.push({ kind: 'line', x1: axisRoom, x2: right, y1: y(mark), y2: y(mark), ink: 'chart-grid' })
    shapes.push({ kind: 'text', x: axisRoom - 6, y: y(mark) + 4, text: show(mark), anchor: 'end' })
  }
  shapes.push(...markShapes(options.marks ?? [], x, top, bottom, right))
  const before = past
    .slice(0, points.length)
    .flatMap((value, index) => (value === null ? [] : [[x(index), y(value)] as const]))
  if (before.length > 1) shapes.push({ kind: 'path', points: before, ink: 'chart-grey', width: 1.75 })
  const lastBefore = before.at(-1)
  if (before.length > 1 && lastBefore && options.pastLabel)
    shapes.push({
      kind: 'text',
      x: lastBefore[0],
      y: lastBefore[1] + 15,
      text: options.pastLabel,
      anchor: 'end',
      plate: true,
    })
  const known = points.map((point, index) => ({ ...point, index })).filter((point) => point.value !== null)
  const ranged = known.filter((point) => point.low !== undefined && point.high !== undefined)
  if (ranged.length > 1) {
    shapes.push({
      kind: 'path',
      points: [
        ...ranged.map((point) => [x(point.index), y(point.high!)] as const),
        ...[...ranged].reverse().map((point) => [x(point.index), y(point.low!)] as const),
      ],
      ink: 'accent',
      filled: true,
      opacity: 0.11,
    })
  }
  if (options.target) {
    const { value, label } = options.target
    shapes.push({
      kind: 'line',
      x1: axisRoom,
      x2: right,
      y1: y(value),
      y2: y(value),
      ink: 'ink',
      dashed: true,
    })
    shapes.push({
      kind: 'text',
      x: right,
      y: y(value) - 5,
      text: label,
      anchor: 'end',
      tone: 'strong',
      plate: true,
    })
  }
  for (const point of ranged) {
    shapes.push({
      kind: 'line',
      x1: x(point.index),
      x2: x(point.index),
      y1: y(point.low!),
      y2: y(point.high!),
      ink: 'accent-line',
    })
  }
  shapes.push({
    kind: 'path',
    points: known.map((point) => [x(point.index), y(point.value!)] as const),
    ink: 'accent',
    width: 1.75,
  })
  const last = known.at(-1)
  const every = Math.ceil((points.length * 44) / Math.max(1, right - axisRoom))
  for (const [index, point] of points.entries()) {
    const labelled = (points.length - 1 - index) % every === 0
    if (labelled) {
      shapes.push({
        kind: 'text',
        x: x(index),
        y: bottom + 16,
        text: point.label,
        anchor: 'middle',
        tone: 'medium',
      })
      if (point.n !== undefined)
        shapes.push({
          kind: 'text',
          x: x(index),
          y: bottom + 31,
          text: String(point.n),
          anchor: 'middle',
          link: point.link,
        })
    }
    if (point.value === null) continue
    const isLast = index === last?.index
    shapes.push({
      kind: 'dot',
      x: x(index),
      y: y(point.value),
      r: isLast ? 5 : 3.5,
      ink: 'accent',
      hollow: !isLast,
      link: point.link,
    })
  }
  if (last) {
    shapes.push({
      kind: 'text',
      x: x(last.index) + 12,
      y: y(last.value!) + 5,
      text: show(last.value!),
      tone: 'big',
      link: last.link,
    })
    if (last.low !== undefined && last.high !== undefined) {
      shapes.push({
        kind: 'text',
        x: x(last.index) + 12,
        y: y(last.value!) + 20,
        text: `${show(last.low)} to ${show(last.high)}`,
        tone: 'medium',
      })
    }
  }
  return {
    width,
    height,
    shapes,
    table: {
      head: ['Period', unit || 'Value', ...(ranged.length > 0 ? ['From', 'To'] : []), ...(hasN ? ['n'] : [])],
      rows: points.map((point) => [
        point.label,
        point.value === null ? 'too few' : show(point.value),
        ...(ranged.length > 0
          ? [point.low === undefined ? '' : show(point.low), point.high === undefined ? '' : show(point.high)]
          : []),
        ...(hasN ? [String(point.n ?? '')] : []),
      ]),
    },
    summary: known.map((point) => `${point.label}: ${show(point.value!)}`).join(', '),
  }
}
