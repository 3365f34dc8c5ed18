import { at, type Drawing, type Link, type Shape, scale, ticks } from '#platform/web/shapes.ts'

export interface Series {
  label: string
  /** one value a period; null: too few to say */
  values: readonly (number | null)[]
  links: readonly (Link | undefined)[]
  /** for all of it, behind its name */
  link?: Link | undefined
  note?: string
}

/** Something that happened between two periods: a release. `index` may lie between two of them. */
export interface Mark {
  index: number
  label: string
  link?: Link
}

interface Options {
  width: number
  labels: readonly string[]
  series: readonly Series[]
  marks?: readonly Mark[]
  show: (value: number) => string
  /** the axis begins at zero unless values go below */
  from?: number
  /** for what is beside the axis, such as minutes shown as hours */
  step?: number
}

const inks = ['accent', 'chart-2', 'chart-1', 'chart-4'] as const
const left = 44

function axisOf(series: readonly Series[], from = 0, unit = 1) {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null))
  const marks = ticks(Math.min(from, ...values) / unit, Math.max(...values, from + unit) / unit).map(
    (mark) => mark * unit,
  )
  return { marks, domain: [marks[0]!, marks.at(-1)!] as const }
}

/** Where things that happened stand: a hairline each, named while there is room. */
export function markShapes(
  marks: readonly Mark[],
  x: (index: number) => number,
  top: number,
  bottom: number,
  right: number,
): Shape[] {
  let free = Number.NEGATIVE_INFINITY
  return marks.flatMap((mark): Shape[] => {
    const here = at(x(mark.index))
    const room = mark.label.length * 6
    const start = Math.min(here, right - room)
    const fits = start > free
    if (fits) free = start + room + 10
    return [
      { kind: 'line', x1: here, x2: here, y1: top, y2: bottom, ink: 'mix-ink', dashed: true },
      { kind: 'dot', x: here, y: top, r: 3, ink: 'mix-ink', link: mark.link },
      ...(fits ? [{ kind: 'text' as const, x: start, y: top - 7, text: mark.label, link: mark.link }] : []),
    ]
  })
}

/** Up to four series over time on one scale, each named at its end. */
export function seriesChart(options: Options & { height?: number }): Drawing {
  const { width, height = 280, labels, series, marks = [], show } = options
  const { marks: steps, domain } = axisOf(series, options.from, options.step)
  const longest = Math.max(...series.map((one) => `${one.label} ${one.note ?? ''}`.length), 4)
  const right = width - Math.min(width * 0.34, 18 + longest * 6.2)
  const [top, bottom] = [marks.length > 0 ? 24 : 10, height - 24]
  const x = (index: number) => left + 12 + (index * (right - left - 24)) / Math.max(1, labels.length - 1)
  const y = scale(domain, [bottom, top])
  const shapes: Shape[] = steps.flatMap((step): Shape[] => [
    { kind: 'line', x1: left, x2: right, y1: at(y(step)), y2: at(y(step)), ink: 'chart-grid' },
    { kind: 'text', x: left - 8, y: at(y(step)) + 4, text: show(step), anchor: 'end' },
  ])
  shapes.push(
    ...markShapes(marks, x, top, bottom, right),
    ...labelShapes(labels, x, bottom + 16, right - left),
  )
  for (const [i, one] of series.entries()) shapes.push(...lineShapes(one, x, y, inks[i % inks.length]!))
  shapes.push(...endNames(series, y, right + 8, bottom))
  return { width, height, shapes, table: tableOf(labels, series, show), summary: summaryOf(series, show) }
}

function lineShapes(
  { values, links }: Series,
  x: (index: number) => number,
  y: (value: number) => number,
  ink: string,
): Shape[] {
  const shapes: Shape[] = []
  let run: (readonly [number, number])[] = []
  const end = () => {
    if (run.length > 1) shapes.push({ kind: 'path', points: run, ink, width: 1.75 })
    run = []
  }
  const dots: Shape[] = []
  for (const [index, value] of values.entries()) {
    if (value === null) end()
    else {
      run.push([at(x(index)), at(y(value))])
      dots.push({
        kind: 'dot',
        x: at(x(index)),
        y: at(y(value)),
        r: index === values.length - 1 ? 4 : 2.5,
        ink,
        link: links[index],
      })
    }
  }
  end()
  return [...shapes, ...dots]
}

/** The names of series at their ends, pushed apart where they would cover each other. */
function endNames(
  series: readonly Series[],
  y: (value: number) => number,
  x: number,
  bottom: number,
): Shape[] {
  const names = series
    .map((one, i) => {
      const value = one.values.findLast((each) => each !== null)
      return { one, ink: inks[i % inks.length]!, y: value == null ? bottom : y(value) }
    })
    .sort((a, b) => a.y - b.y)
  for (const [i, name] of names.entries()) if (i > 0) name.y = Math.max(name.y, names[i - 1]!.y + 16)
  const over = (names.at(-1)?.y ?? 0) - bottom
  return names.flatMap(({ one, ink, y: place }): Shape[] => {
    const line = at(over > 0 ? place - over : place)
    return [
      { kind: 'dot', x: x + 3, y: line, r: 3.5, ink },
      { kind: 'text', x: x + 12, y: line + 4, text: one.label, tone: 'medium', link: one.link },
      ...(one.note
        ? [
            {
              kind: 'text' as const,
              x: x + 18 + one.label.length * 6.1,
              y: line + 4,
              text: one.note,
              tone: 'strong' as const,
            },
          ]
        : []),
    ]
  })
}

function labelShapes(
  labels: readonly string[],
  x: (index: number) => number,
  y: number,
  room: number,
): Shape[] {
  const every = Math.max(1, Math.ceil((labels.length * 52) / Math.max(1, room)))
  return labels.flatMap((label, index): Shape[] =>
    (labels.length - 1 - index) % every === 0
      ? [{ kind: 'text', x: at(x(index)), y, text: label, anchor: 'middle', tone: 'medium' }]
      : [],
  )
}

/** More than four series: each in a small chart of its own, all on one scale. */
export function multiplesChart(options: Options): Drawing {
  const { width, labels, series, show } = options
  const { domain } = axisOf(series, options.from, options.step)
  const across = Math.max(1, Math.min(4, Math.floor(width / 150)))
  const gap = width < 500 ? 20 : 28
  const wide = (width - gap * (across - 1)) / across
  const tall = 92
  const shapes = series.flatMap((one, i): Shape[] => {
    const from = (i % across) * (wide + gap)
    const top = Math.floor(i / across) * (tall + 26)
    const [high, low] = [top + 24, top + tall]
    const x = (index: number) => from + 4 + (index * (wide - 8)) / Math.max(1, labels.length - 1)
    const y = scale(domain, [low, high])
    const room = Math.floor((wide - (one.note ?? '').length * 6.6 - 10) / 6.1)
    const name = one.label.length > room ? `${one.label.slice(0, Math.max(1, room - 1))}…` : one.label
    return [
      { kind: 'text', x: at(from), y: top + 12, text: name, tone: 'medium', link: one.link },
      {
        kind: 'text',
        x: at(from + wide),
        y: top + 12,
        text: one.note ?? '',
        anchor: 'end',
        tone: 'strong',
        link: one.link,
      },
      {
        kind: 'line',
        x1: at(from),
        x2: at(from + wide),
        y1: at(y(Math.max(0, domain[0]))),
        y2: at(y(Math.max(0, domain[0]))),
        ink: 'chart-grid',
      },
      ...lineShapes(one, x, y, 'accent'),
    ]
  })
  const rows = Math.ceil(series.length / across)
  shapes.push(
    { kind: 'text', x: 0, y: rows * (tall + 26), text: labels[0] ?? '' },
    { kind: 'text', x: wide, y: rows * (tall + 26), text: labels.at(-1) ?? '', anchor: 'end' },
  )
  return {
    width,
    height: rows * (tall + 26) + 6,
    shapes,
    table: tableOf(labels, series, show),
    summary: summaryOf(series, show),
  }
}

function tableOf(
  labels: readonly string[],
  series: readonly Series[],
  show: (value: number) => string,
): Drawing['table'] {
  const cell = (value: number | null | undefined) => (value == null ? 'too few' : show(value))
  return {
    head: ['Period', ...series.map((one) => one.label)],
    rows: labels.map((label, i) => [label, ...series.map((one) => cell(one.values[i]))]),
  }
}

const summaryOf = (series: readonly Series[], show: (value: number) => string) =>
  series
    .map((one) => {
      const value = one.values.findLast((each) => each !== null)
      return `${one.label} ${value == null ? 'too few' : show(value)}`
    })
    .join(', ')
