import type { Figures } from '#measure/reports/figures.ts'
import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts.ts'
import { bugsOf, changeText, periodMark, typeName } from '#measure/reports/words.ts'
import { at, type Drawing, type Link, type Shape } from '#platform/web/shapes.ts'

/** The charts of a report as shapes: the page and the PDF draw the same. */

/** Items by period with the band of what is usual; this period in pine. */
export function itemsChart(
  t: Texts,
  kind: Kind,
  { series, usual }: Figures,
  { width, link }: { width: number; link?: Link },
): Drawing {
  const height = 100
  const [top, bottom] = [14, 80]
  const right = width - 34
  const most = Math.max(1, usual?.high ?? 0, ...series.map(({ items }) => items))
  const y = (value: number) => at(bottom - (value / most) * (bottom - top))
  const room = right / series.length
  const bar = at(Math.min(48, room * 0.74))
  const x = (index: number) => at(index * room + (room - bar))
  const shapes: Shape[] = []
  if (usual) {
    shapes.push({
      kind: 'rect',
      x: 0,
      y: y(usual.high),
      width: right,
      height: at(y(usual.low) - y(usual.high)),
      ink: 'chart-band',
    })
    // two numbers need some room between them
    const apart = Math.max(0, 12 - (y(usual.low) - y(usual.high)))
    shapes.push({
      kind: 'text',
      x: right + 5,
      y: at(y(usual.high) + 4 - apart / 2),
      text: String(Math.round(usual.high)),
    })
    shapes.push({
      kind: 'text',
      x: right + 5,
      y: at(y(usual.low) + 4 + apart / 2),
      text: String(Math.round(usual.low)),
    })
  }
  for (const [index, { items }] of series.entries()) {
    const isLast = index === series.length - 1
    shapes.push({
      kind: 'rect',
      x: x(index),
      y: y(items),
      width: bar,
      height: at(bottom - y(items)),
      ink: isLast ? 'accent' : 'chart-grey',
      ...(isLast && link && { link }),
    })
  }
  const last = series.at(-1)!
  shapes.push({
    kind: 'text',
    x: at(x(series.length - 1) + bar / 2),
    y: y(last.items) - 4,
    text: t.number(last.items),
    anchor: 'middle',
    tone: 'strong',
  })
  shapes.push({ kind: 'line', x1: 0, x2: right, y1: bottom, y2: bottom, ink: 'line-strong' })
  shapes.push({ kind: 'text', x: x(0), y: bottom + 15, text: periodMark(t, kind, series[0]!.from) })
  shapes.push({
    kind: 'text',
    x: right,
    y: bottom + 15,
    text: periodMark(t, kind, last.from),
    anchor: 'end',
    tone: 'strong',
  })
  return {
    width,
    height,
    shapes,
    table: {
      head: [t.heads.from, t.heads.items],
      rows: series.map(({ from, items }) => [from, String(items)]),
    },
    summary: series.map(({ from, items }) => `${from}: ${items}`).join(', '),
  }
}

/** Types as bars from zero with number and change; critical bugs in red at the beginning of theirs. */
export function typesChart(
  t: Texts,
  figures: Figures,
  { width, linkOf }: { width: number; linkOf?: (code: string) => string },
): Drawing {
  const rows = [
    ...figures.types
      .filter((type) => type.items > 0 || type.before > 0)
      .map((type) => ({ ...type, label: typeName(t, type) })),
    ...(figures.untriaged > 0
      ? [{ code: 'none', label: t.noType, items: figures.untriaged, before: null }]
      : []),
  ]
  const row = 24
  const labels = Math.min(136, at(width * 0.4))
  const right = width - 66
  const most = Math.max(1, ...rows.map(({ items }) => items))
  const { critical } = figures.bugs
  const shapes = rows.flatMap(({ code, label, items, before }, index): Shape[] => {
    const top = index * row
    const long = at(((right - labels) * items) / most)
    const red = code === 'bug_report' && items > 0 ? at((long * critical) / Math.max(1, bugsOf(figures))) : 0
    const to = linkOf?.(code)
    const link = to ? { to, says: `${label}: ${t.number(items)}` } : undefined
    const change = before === null ? '' : changeText(t, figures, items, before)
    return [
      { kind: 'text', x: 0, y: top + 14, text: label, tone: 'medium' },
      ...(red > 0
        ? [{ kind: 'rect' as const, x: labels, y: top + 5, width: red, height: 9, ink: 'late' }]
        : []),
      ...(long > red
        ? [
            {
              kind: 'rect' as const,
              x: at(labels + red + (red > 0 ? 1.5 : 0)),
              y: top + 5,
              width: at(Math.max(1, long - red - (red > 0 ? 1.5 : 0))),
              height: 9,
              ink: 'chart-grey',
            },
          ]
        : []),
      {
        kind: 'text',
        x: width - 34,
        y: top + 14,
        text: String(items),
        anchor: 'end',
        tone: 'strong',
        ...(link && { link }),
      },
      { kind: 'text', x: width, y: top + 14, text: change, anchor: 'end' },
    ]
  })
  return {
    width,
    height: Math.max(row, rows.length * row),
    shapes,
    table: {
      head: [t.heads.type, t.heads.items, t.heads.change],
      rows: rows.map(({ label, items, before }) => [
        label,
        String(items),
        before === null ? '' : changeText(t, figures, items, before),
      ]),
    },
    summary: rows.map(({ label, items }) => `${label} ${items}`).join(', '),
  }
}
