import type { Evidence } from '#collect/signals/contract.ts'
import { addDays, baseDays, weekDays } from '#collect/signals/rules.ts'
import { DrawingSvg } from '#platform/web/drawing-svg.tsx'
import { useWidth } from '#platform/web/figure.tsx'
import { count, dateOn, percent } from '#platform/web/format.ts'
import { at, type Drawing, type Shape } from '#platform/web/shapes.ts'

/** The series a rule was seen in, day by day: the days that were judged in pine, those before in grey, the base as a line. */
export function EvidenceChart({ evidence }: { evidence: Evidence }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  return (
    <div ref={ref} className="fig mt-2 min-w-0">
      {width > 0 && <DrawingSvg drawing={drawEvidence(evidence, width)} label={evidence.rule} />}
    </div>
  )
}

function drawEvidence({ kind, events, errors, from, base, words }: Evidence, width: number): Drawing {
  const height = 88
  const bottom = height - 16
  const values = kind === 'errors' ? errors : events
  const judged = kind === 'silence' ? Math.max(weekDays, events.length - baseDays) : weekDays
  const usual = kind === 'errors' ? 0 : base / weekDays
  const top = Math.max(1, usual, ...values)
  const step = width / values.length
  const y = (value: number) => at(bottom - (value / top) * (bottom - 16))
  const shapes: Shape[] = values.map((value, index) => ({
    kind: 'rect',
    x: at(index * step),
    y: value === 0 ? bottom - 1 : Math.min(y(value), bottom - 2),
    width: at(Math.max(1, step - 1.5)),
    height: value === 0 ? 1 : Math.max(2, at(bottom - y(value))),
    ink: index >= values.length - judged ? 'accent' : 'chart-grey',
  }))
  if (usual > 0) {
    const line = y(usual)
    shapes.push({ kind: 'line', x1: 0, x2: width, y1: line, y2: line, ink: 'ink', dashed: true })
    const text = `usually ${count(Math.round(usual * 10) / 10)} a day`
    shapes.push({ kind: 'text', x: width, y: 9, text, anchor: 'end' })
  }
  const last = addDays(from, values.length - 1)
  shapes.push({ kind: 'text', x: 0, y: height - 2, text: dateOn(from) })
  shapes.push({ kind: 'text', x: width, y: height - 2, text: dateOn(last), anchor: 'end' })
  return {
    width,
    height,
    shapes,
    table: {
      head: ['Day', 'Events', 'Errors'],
      rows: events.map((value, index) => [addDays(from, index), String(value), String(errors[index])]),
    },
    summary: words,
  }
}

/** What a firing found, in figures. */
export function firingFigures({ kind, now, base }: Evidence): string {
  return kind === 'errors'
    ? `${percent(now)} failed, usually ${percent(base)}`
    : `${count(Math.round(now))} in the week, usually ${count(Math.round(base))}`
}
