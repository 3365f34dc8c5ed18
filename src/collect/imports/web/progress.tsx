import type { ImportSummary } from '#collect/imports/contract.ts'
import { durationWords } from '#collect/imports/rules.ts'
import { count } from '#platform/web/format.ts'

/** How far a run is, as a bar. */
export function Progress({
  run,
  label,
}: {
  run: Pick<ImportSummary, 'rowsRead' | 'totalRows'>
  label: string
}) {
  const share = run.totalRows > 0 ? Math.min(1, run.rowsRead / run.totalRows) : 0
  const now = Math.round(share * 100)
  return (
    <span
      className="prog my-1"
      role="progressbar"
      aria-label={label}
      aria-valuenow={now}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${now}%` }} />
    </span>
  )
}

/** “1,200 of 18,412 rows, 950 a second, about 2 min left” */
export function timeLeft(run: ImportSummary): string {
  const parts = [`${count(run.rowsRead)} of ${run.isTotalExact ? '' : 'about '}${count(run.totalRows)} rows`]
  if (run.rowsPerSecond) parts.push(`${count(Math.round(run.rowsPerSecond))} a second`)
  if (run.secondsLeft !== null) parts.push(`${durationWords(run.secondsLeft)} left`)
  return parts.join(', ')
}
