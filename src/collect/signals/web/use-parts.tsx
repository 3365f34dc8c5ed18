import type { ComparedUse, Risk } from '#collect/signals/contract.ts'
import { dropOf, errorRate } from '#collect/signals/rules.ts'
import { count, percent } from '#platform/web/format.ts'

/** How use went, as a small line without axes; the last point carries the dot. */
export function UseLine({
  values,
  says,
  width = 96,
  height = 22,
}: {
  values: readonly number[]
  says: string
  width?: number
  height?: number
}) {
  const top = Math.max(...values, 1)
  const x = (at: number) => 2 + (at * (width - 6)) / Math.max(1, values.length - 1)
  const y = (value: number) => height - 3 - (value * (height - 6)) / top
  return (
    <svg
      className="use-line"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${says}: ${values.map((value) => count(value)).join(', ')}`}
    >
      <polyline
        points={values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth="1.25"
      />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r="2.25" fill="var(--accent)" />
    </svg>
  )
}

/** A week against the four before, in words: “34, usually 58”. */
export function changeWords(use: ComparedUse): string {
  const fell = dropOf(use)
  if (fell === null) return use.now > 0 ? 'new' : ''
  const change = Math.round((use.now / use.base - 1) * 100)
  return change === 0 ? 'as usual' : `${change > 0 ? '+' : '−'}${Math.abs(change)} %`
}

/** The share of events of the last week that failed. */
export function errorWords(use: ComparedUse): string {
  const rate = errorRate(use.now, use.errorsNow)
  return rate === null ? '' : rate > 0 && rate < 0.005 ? '< 1 %' : percent(rate)
}

/** Time as people say it: “3 h 20 min”. */
export function spent(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 10 && minutes % 60
    ? `${hours} h ${minutes % 60} min`
    : `${count(Math.round(minutes / 60))} h`
}

/** The risk as a word and its score. */
export function RiskMark({ risk }: { risk: Risk }) {
  if (risk.score === null) return <span className="muted">–</span>
  return (
    <span
      className={
        risk.level === 'high' ? 'text-late-ink strong num' : risk.level === 'medium' ? 'med num' : 'muted num'
      }
      title={risk.reasons.join(', ') || 'nothing stands out'}
    >
      {risk.score}
      <span className="vh">{` of 100, ${risk.level}`}</span>
    </span>
  )
}
