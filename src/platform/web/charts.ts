import { at, type Drawing, type Link, type Shape, scale, ticks } from '#platform/web/shapes.ts'

export interface Bar {
  label: string
  value: number
  /** Said behind the bar: "8 wait for triage"; late in red. */
  note?: string
  isLate?: boolean
  /** An owed part at the end of the bar, hatched by an outline. */
  missing?: number
  link?: Link
  noteLink?: Link
}

/** Lying bars from zero, labelled directly. */
export function barChart(options: {
  width: number
  bars: readonly Bar[]
  show?: (value: number) => string
  labelRoom?: number
}): Drawing {
  const { width, bars, show = String, labelRoom = 84 } = options
  const noteRoom = bars.some((bar) => bar.note) ? 160 : 44
  const most = Math.max(1, ...bars.map((bar) => bar.value + (bar.missing ?? 0)))
  const x = scale([0, most], [labelRoom, Math.max(labelRoom + 40, width - noteRoom)])
  const shapes = bars.flatMap((bar, index): Shape[] => {
    const top = 6 + index * 27
    const end = at(x(bar.value))
    const missingEnd = at(x(bar.value + (bar.missing ?? 0)))
    return [
      { kind: 'text', x: 0, y: top + 10, text: bar.label, tone: 'medium' },
      {
        kind: 'rect',
        x: labelRoom,
        y: top,
        width: at(Math.max(1, end - labelRoom)),
        height: 12,
        ink: 'bar-done',
        link: bar.link,
        round: 1,
      },
      ...(bar.missing
        ? [
            {
              kind: 'rect' as const,
              x: end + 1,
              y: top + 0.5,
              width: at(missingEnd - end),
              height: 11,
              ink: 'late',
              hollow: true,
            },
          ]
        : []),
      { kind: 'text', x: missingEnd + 7, y: top + 10, text: show(bar.value), tone: 'strong', link: bar.link },
      ...(bar.note
        ? [
            {
              kind: 'text' as const,
              x: missingEnd + 14 + show(bar.value).length * 7,
              y: top + 10,
              text: bar.note,
              tone: bar.isLate ? ('late' as const) : ('plain' as const),
              link: bar.noteLink,
            },
          ]
        : []),
    ]
  })
  return {
    width,
    height: 8 + bars.length * 27,
    shapes,
    table: { head: ['', 'Value', ''], rows: bars.map((bar) => [bar.label, show(bar.value), bar.note ?? '']) },
    summary: bars
      .map((bar) => `${bar.label} ${show(bar.value)}${bar.note ? `, ${bar.note}` : ''}`)
      .join('; '),
  }
}

export interface RangeRow {
  label: string
  /** The dot, such as the median. */
  value: number
  /** The end of the bar, such as nine of ten. */
  end: number
  link?: Link
}

/** Dot and range per row against a target line; red is only what passed it. */
export function dotRangeChart(options: {
  width: number
  rows: readonly RangeRow[]
  target?: { value: number; label: string }
  show?: (value: number) => string
  axis?: (value: number) => string
  labelRoom?: number
}): Drawing {
  const { width, rows, target, show = String, axis = show, labelRoom = 96 } = options
  const marks = ticks(0, Math.max(target?.value ?? 0, ...rows.map((row) => row.end), 1))
  const x = (value: number) => at(scale([0, marks.at(-1)!], [labelRoom, width - 46])(value))
  const top = target ? 24 : 6
  const bottom = top + rows.length * 29
  const shapes: Shape[] = marks.map((mark) => ({
    kind: 'line',
    x1: x(mark),
    x2: x(mark),
    y1: top,
    y2: bottom,
    ink: 'chart-grid',
  }))
  for (const mark of marks)
    shapes.push({ kind: 'text', x: x(mark), y: bottom + 14, text: axis(mark), anchor: 'middle' })
  if (target) {
    shapes.push({
      kind: 'line',
      x1: x(target.value),
      x2: x(target.value),
      y1: top - 6,
      y2: bottom,
      ink: 'ink',
      dashed: true,
    })
    shapes.push({
      kind: 'text',
      x: x(target.value),
      y: 12,
      text: target.label,
      anchor: 'middle',
      tone: 'strong',
    })
  }
  for (const [index, row] of rows.entries()) {
    const y = top + 16 + index * 29
    const passed = target && row.end > target.value ? Math.max(row.value, target.value) : row.end
    shapes.push({
      kind: 'text',
      x: labelRoom - 10,
      y: y + 4,
      text: row.label,
      anchor: 'end',
      tone: 'medium',
      link: row.link,
    })
    shapes.push({ kind: 'line', x1: x(row.value), x2: x(passed), y1: y, y2: y, ink: 'chart-grey', width: 4 })
    if (passed < row.end)
      shapes.push({ kind: 'line', x1: x(passed), x2: x(row.end), y1: y, y2: y, ink: 'late', width: 4 })
    shapes.push({ kind: 'dot', x: x(row.value), y, r: 4.5, ink: 'ink', link: row.link })
    shapes.push({
      kind: 'text',
      x: Math.max(x(row.end), x(row.value)) + 8,
      y: y + 4,
      text: show(row.end),
      tone: target && row.end > target.value ? 'late' : 'medium',
      link: row.link,
      plate: true,
    })
  }
  return {
    width,
    height: bottom + 22,
    shapes,
    table: {
      head: ['', 'Median', 'Nine of ten'],
      rows: rows.map((row) => [row.label, show(row.value), show(row.end)]),
    },
    summary: rows
      .map((row) => `${row.label}: median ${show(row.value)}, nine of ten within ${show(row.end)}`)
      .join('; '),
  }
}

/** One line of parts that make a whole, labelled below: detractors, passives, promoters. */
export function shareBar(options: {
  width: number
  parts: readonly { label: string; value: number; ink: string; link?: Link }[]
}): Drawing {
  const { width, parts } = options
  const whole = parts.reduce((sum, part) => sum + part.value, 0) || 1
  const shapes: Shape[] = []
  let from = 0
  let labelEnd = 0
  for (const part of parts) {
    const size = (part.value / whole) * width
    const text = `${Math.round((part.value / whole) * 100)} % ${part.label}`
    if (size > 0)
      shapes.push({
        kind: 'rect',
        x: at(from),
        y: 0,
        width: at(Math.max(1, size - 1.5)),
        height: 5,
        ink: part.ink,
      })
    const x = Math.max(from, labelEnd)
    shapes.push({ kind: 'text', x: at(x), y: 20, text, tone: 'medium', link: part.link })
    labelEnd = x + text.length * 6.2 + 12
    from += size
  }
  return {
    width,
    height: 26,
    shapes,
    table: { head: ['', 'Number'], rows: parts.map((part) => [part.label, String(part.value)]) },
    summary: parts.map((part) => `${part.label} ${part.value}`).join(', '),
  }
}

/** Standing bars of one series, the last in pine, the past in grey; one scale for several such charts by `most`. */
export function columns(options: {
  width: number
  height?: number
  values: readonly number[]
  most?: number
  labels?: readonly string[]
  links?: readonly (Link | undefined)[]
}): Drawing {
  const { width, height = 50, values, labels = [], links = [] } = options
  const most = Math.max(1, options.most ?? Math.max(...values))
  const room = width / Math.max(1, values.length)
  return {
    width,
    height,
    shapes: values.map((value, index): Shape => {
      const tall = value === 0 ? 1 : Math.max(2, (value / most) * (height - 2))
      return {
        kind: 'rect',
        x: at(index * room),
        y: at(height - tall),
        width: at(Math.max(1, room - 2)),
        height: at(tall),
        ink: index === values.length - 1 ? 'accent' : 'chart-grey',
        link: links[index],
        round: 1,
      }
    }),
    table: {
      head: ['Period', 'Number'],
      rows: values.map((value, index) => [labels[index] ?? String(index + 1), String(value)]),
    },
    summary: values.map((value, index) => `${labels[index] ?? index + 1}: ${value}`).join(', '),
  }
}

/** Ticks of past periods: filled is met, hollow red missed, grey without data. */
export function tickStrip(states: readonly ('met' | 'missed' | 'not_due' | 'no_data')[]): Drawing {
  const words = { met: 'met', missed: 'missed', not_due: 'not due', no_data: 'no data' }
  return {
    width: Math.max(6, states.length * 6),
    height: 12,
    shapes: states.map(
      (state, index): Shape => ({
        kind: 'rect',
        x: index * 6 + (state === 'missed' ? 0.5 : 0),
        y: state === 'met' ? 0 : state === 'missed' ? 0.5 : 8,
        width: state === 'missed' ? 3.5 : 4,
        height: state === 'met' ? 12 : state === 'missed' ? 11 : 4,
        ink: state === 'met' ? 'accent' : state === 'missed' ? 'late' : 'ahead',
        hollow: state === 'missed',
        round: 1,
      }),
    ),
    table: {
      head: ['Period', 'State'],
      rows: states.map((state, index) => [String(index + 1), words[state]]),
    },
    summary: states.map((state) => words[state]).join(', '),
  }
}
