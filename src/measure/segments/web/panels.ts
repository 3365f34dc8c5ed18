import { at, type Drawing, type Link, type Shape, scale, ticks } from '#platform/web/shapes.ts'

export interface PanelRow {
  value: number | null
  low: number | null
  high: number | null
  n: number
  /** the difference to all others could be chance: hollow and grey */
  isFaint: boolean
  link: Link
  /** stands in place of a figure that there is none of */
  note?: string
}

/** One measure: a row for each group, in the order of the labels. */
export interface Panel {
  title: string
  /** of all groups together; drawn as a line */
  all: number | null
  /** what stands at that line: “all” when left out */
  line?: string
  show: (value: number) => string
  /** ends the axis always reaches */
  domain?: readonly [number, number]
  /** the axis counts in these, such as 60 for minutes shown as hours */
  step?: number
  rows: readonly PanelRow[]
}

const letter = 6.4
const rowTall = 24
const head = 40
const foot = 34
/** to the right of each plot: the value, and what it rests on */
const noteRoom = 104

/**
 * Small multiples of groups: a panel for each measure, in each the groups in one order, with value, 95 % interval and n
 * written beside them and a line where all together lie. Groups too small for a figure say so in its place.
 */
export function panelsChart(options: {
  width: number
  labels: readonly string[]
  panels: readonly Panel[]
  /** what the rows are: "Segment" */
  of: string
}): Drawing {
  const { width, labels, panels } = options
  const isNarrow = width < 560
  const labelRoom = Math.min(isNarrow ? 104 : 150, 16 + letter * Math.max(...labels.map((one) => one.length)))
  const gap = 24
  const across = Math.max(1, Math.min(3, Math.floor((width - labelRoom) / 270)))
  const wide = (width - labelRoom - gap * (across - 1)) / across
  const tall = head + labels.length * rowTall + foot
  const shapes: Shape[] = []
  const cut = (text: string, room: number) =>
    text.length > room / letter ? `${text.slice(0, Math.max(1, Math.floor(room / letter) - 1))}…` : text
  for (const [index, panel] of panels.entries()) {
    const column = index % across
    const top = Math.floor(index / across) * tall
    if (column === 0)
      for (const [i, label] of labels.entries())
        shapes.push({
          kind: 'text',
          x: 0,
          y: top + head + i * rowTall + 16,
          text: cut(label, labelRoom - 10),
          tone: 'medium',
        })
    shapes.push(...panelShapes(panel, at(labelRoom + column * (wide + gap)), top, wide, cut))
  }
  return {
    width,
    height: Math.ceil(panels.length / across) * tall - 8,
    shapes,
    table: {
      head: [options.of, ...panels.flatMap(({ title }) => [title, '95 % interval', 'n'])],
      rows: labels.map((label, i) => [
        label,
        ...panels.flatMap(({ rows, show }) => {
          const row = rows[i]!
          return [
            row.value === null ? lackOf(row) : `${show(row.value)}${row.isFaint ? ' (could be chance)' : ''}`,
            row.low === null || row.high === null ? '' : `${show(row.low)} to ${show(row.high)}`,
            String(row.n),
          ]
        }),
      ]),
    },
    summary: panels
      .map(
        (panel) =>
          `${panel.title}: ${panel.rows.map((row, i) => `${labels[i]} ${row.value === null ? lackOf(row) : panel.show(row.value)}`).join(', ')}`,
      )
      .join('; '),
  }
}

/** What stands in place of a figure. */
const lackOf = ({ n, note }: PanelRow) => note ?? (n === 0 ? 'none' : `${n}, shown from 5`)

function panelShapes(
  panel: Panel,
  left: number,
  top: number,
  wide: number,
  cut: (text: string, room: number) => string,
): Shape[] {
  const { rows, show, all, step = 1 } = panel
  const [from, to] = [left + 5, left + wide - noteRoom]
  const ends = rows.flatMap(({ value, low, high }) => [value, low, high])
  const values = [...ends, all, ...(panel.domain ?? [])]
    .filter((one) => one !== null)
    .map((one) => one / step)
  const bottom = top + head + rows.length * rowTall
  const title: Shape = {
    kind: 'text',
    x: left,
    y: top + 12,
    text: cut(panel.title, wide),
    tone: 'strong',
  }
  const notes = rows.map(
    (row, i): Shape => ({
      kind: 'text',
      x: at(row.value === null ? from : left + wide - noteRoom + 60),
      y: top + head + i * rowTall + 16,
      text: row.value === null ? lackOf(row) : `n ${row.n}`,
      ...(row.value === null && row.n > 0 && { link: row.link }),
    }),
  )
  if (!rows.some(({ value }) => value !== null)) return [title, ...notes]
  const marks = ticks(Math.min(...values), Math.max(...values), 3).map((mark) => mark * step)
  const x = (value: number) => at(scale([marks[0]!, marks.at(-1)!], [from, to])(value))
  const shapes: Shape[] = [title, ...notes]
  for (const mark of marks)
    shapes.push(
      { kind: 'line', x1: x(mark), x2: x(mark), y1: top + head, y2: bottom, ink: 'chart-grid' },
      { kind: 'text', x: x(mark), y: bottom + 14, text: show(mark), anchor: 'middle' },
    )
  if (all !== null)
    shapes.push(
      { kind: 'line', x1: x(all), x2: x(all), y1: top + head - 6, y2: bottom, ink: 'ink', dashed: true },
      {
        kind: 'text',
        x: x(all),
        y: top + head - 10,
        text: `${panel.line ?? 'all'} ${show(all)}`,
        anchor: x(all) - from < 24 ? 'start' : to - x(all) < 24 ? 'end' : 'middle',
      },
    )
  for (const [i, row] of rows.entries()) {
    if (row.value === null) continue
    const y = top + head + i * rowTall + rowTall / 2
    const ink = row.isFaint ? 'ink-3' : 'chart-3'
    if (row.low !== null && row.high !== null) {
      shapes.push({ kind: 'line', x1: x(row.low), x2: x(row.high), y1: y, y2: y, ink, width: 2 })
      for (const end of [row.low, row.high])
        shapes.push({ kind: 'line', x1: x(end), x2: x(end), y1: y - 4, y2: y + 4, ink, width: 2 })
    }
    shapes.push(
      { kind: 'dot', x: x(row.value), y, r: 4.5, ink, hollow: row.isFaint, link: row.link },
      {
        kind: 'text',
        x: at(left + wide - noteRoom + 54),
        y: y + 4,
        text: show(row.value),
        anchor: 'end',
        tone: row.isFaint ? 'medium' : 'strong',
        link: row.link,
      },
    )
  }
  return shapes
}
