import type { TimelineEntry } from '#measure/timelines/contract.ts'
import type { Silence } from '#measure/timelines/rules.ts'
import { at, type Drawing, type Shape, scale } from '#platform/web/shapes.ts'

interface Story {
  width: number
  entries: readonly TimelineEntry[]
  quiet: readonly Silence[]
  mrr: readonly { at: string; cents: number | null; label: string }[]
  from: number
  now: number
}

const room = 64
const wireY = 74
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Above the line what they said, below it what we did; silence is shaded; MRR as steps under both. */
export function storyChart({ width, entries, quiet, mrr, from, now }: Story): Drawing {
  const right = width - 8
  const until = now + (now - from) * 0.04
  const x = (time: number | string) =>
    at(
      scale(
        [from, until],
        [room, right],
      )(Math.max(from, Math.min(until, typeof time === 'string' ? Date.parse(time) : time))),
    )
  const shapes: Shape[] = []
  const hasMrr = mrr.some((step) => step.cents !== null)
  const foot = hasMrr ? 140 : 122
  for (const month of monthStarts(from, until, Math.floor((right - room) / 46))) {
    shapes.push({ kind: 'line', x1: x(month.time), x2: x(month.time), y1: 18, y2: foot, ink: 'chart-grid' })
    shapes.push({ kind: 'text', x: x(month.time) + 4, y: foot + 14, text: month.label })
  }
  for (const one of quiet) {
    const [start, end] = [x(one.from), x(one.to)]
    shapes.push({
      kind: 'rect',
      x: start + 4,
      y: 24,
      width: at(Math.max(0, end - start - 8)),
      height: 84,
      ink: 'chart-band',
    })
    if (end - start > 130)
      shapes.push({
        kind: 'text',
        x: at((start + end) / 2),
        y: 40,
        text: `${one.days} days without a word`,
        anchor: 'middle',
        tone: 'strong',
      })
    else if (end - start > 50)
      shapes.push({
        kind: 'text',
        x: at((start + end) / 2),
        y: 40,
        text: `${one.days} days`,
        anchor: 'middle',
        tone: 'strong',
      })
  }
  shapes.push({ kind: 'text', x: 0, y: 56, text: 'they said', tone: 'medium' })
  shapes.push({ kind: 'text', x: 0, y: 100, text: 'we did', tone: 'medium' })
  let last = from
  for (const one of quiet) {
    shapes.push({ kind: 'line', x1: x(last), x2: x(one.from), y1: wireY, y2: wireY, ink: 'accent', width: 2 })
    shapes.push({
      kind: 'line',
      x1: x(one.from),
      x2: x(one.to),
      y1: wireY,
      y2: wireY,
      ink: 'ahead',
      width: 2,
      dashed: true,
    })
    last = Date.parse(one.to)
  }
  shapes.push({ kind: 'line', x1: x(last), x2: x(now), y1: wireY, y2: wireY, ink: 'accent', width: 2 })
  shapes.push({
    kind: 'line',
    x1: x(now),
    x2: right,
    y1: wireY,
    y2: wireY,
    ink: 'ahead',
    width: 2,
    dashed: true,
  })
  for (const entry of [...entries].reverse()) {
    if (Date.parse(entry.at) < from) continue
    const place = x(entry.at)
    if (entry.side === 'they') {
      shapes.push({ kind: 'line', x1: place, x2: place, y1: 58, y2: wireY, ink: 'line-strong' })
      shapes.push(feeling(place, entry.sentiment))
    } else
      shapes.push({
        kind: 'dot',
        x: place,
        y: 96,
        r: 3,
        ink: entry.kind === 'case_opened' ? 'soon' : 'ink-2',
        hollow: entry.kind === 'case_opened',
      })
  }
  shapes.push({ kind: 'line', x1: x(now), x2: x(now), y1: 18, y2: foot, ink: 'ink', width: 1.25 })
  shapes.push({ kind: 'text', x: x(now) + 4, y: 14, text: 'today', anchor: 'end', tone: 'strong' })
  if (hasMrr) shapes.push(...mrrSteps(mrr, x, from, now))
  const said = entries.filter((entry) => entry.side === 'they')
  return {
    width,
    height: foot + 20,
    shapes,
    table: {
      head: ['When', 'Side', 'What'],
      rows: entries
        .slice(0, 100)
        .map((entry) => [entry.at.slice(0, 10), entry.side === 'they' ? 'they said' : 'we did', entry.title]),
    },
    summary: `${said.length} times they said something, ${entries.length - said.length} things we did. ${quiet.map((one) => `${one.days} days of silence from ${one.from.slice(0, 10)}`).join(', ')}`,
  }
}

function feeling(x: number, sentiment: TimelineEntry['sentiment']): Shape {
  if (sentiment === 'positive')
    return {
      kind: 'path',
      points: [
        [x - 5, 56],
        [x + 5, 56],
        [x, 48],
      ],
      ink: 'sent-positive',
      filled: true,
    }
  if (sentiment === 'negative')
    return {
      kind: 'path',
      points: [
        [x - 5, 48],
        [x + 5, 48],
        [x, 56],
      ],
      ink: 'sent-negative',
      filled: true,
    }
  if (sentiment === 'mixed')
    return {
      kind: 'path',
      points: [
        [x, 46],
        [x + 5, 52],
        [x, 57],
        [x - 5, 52],
      ],
      ink: 'sent-mixed',
      filled: true,
    }
  return { kind: 'rect', x: x - 5, y: 50.5, width: 10, height: 3.5, ink: 'sent-neutral' }
}

function mrrSteps(
  mrr: Story['mrr'],
  x: (time: number | string) => number,
  from: number,
  now: number,
): Shape[] {
  const known = mrr.filter(
    (step): step is { at: string; cents: number; label: string } => step.cents !== null,
  )
  const most = Math.max(1, ...known.map((step) => step.cents))
  const y = (cents: number) => at(134 - 12 * (cents / most))
  const points: [number, number][] = []
  const shapes: Shape[] = []
  for (const [i, step] of known.entries()) {
    const start = i === 0 ? x(from) : x(step.at)
    if (points.length > 0) points.push([start, points.at(-1)![1]])
    points.push([start, y(step.cents)])
    const isLast = i === known.length - 1
    if (i === 0 || isLast)
      shapes.push({
        kind: 'text',
        x: isLast && i > 0 ? start - 5 : start + 4,
        y: y(step.cents) - 3,
        text: step.label,
        anchor: isLast && i > 0 ? 'end' : 'start',
        tone: isLast ? 'strong' : 'medium',
        plate: true,
      })
  }
  points.push([x(now), points.at(-1)![1]])
  return [
    { kind: 'text', x: 0, y: at(points[0]![1] + 4), text: 'MRR', tone: 'medium' },
    { kind: 'path', points, ink: 'accent', width: 1.5 },
    ...shapes,
  ]
}

/** First days of months in a span, at most `most` of them, evenly thinned. */
function monthStarts(from: number, until: number, most: number): { time: number; label: string }[] {
  const list: { time: number; label: string }[] = []
  const start = new Date(from)
  for (let month = start.getUTCMonth() + 1; ; month++) {
    const time = Date.UTC(start.getUTCFullYear(), month, 1)
    if (time >= until) break
    const day = new Date(time)
    list.push({
      time,
      label:
        day.getUTCMonth() === 0
          ? `${monthNames[0]} ${day.getUTCFullYear() % 100}`
          : monthNames[day.getUTCMonth()]!,
    })
  }
  const every = Math.max(1, Math.ceil(list.length / Math.max(1, most)))
  return list.filter((_, i) => i % every === 0)
}
