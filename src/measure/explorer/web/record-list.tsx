import type { MetricRecord } from '#measure/metrics/contract.ts'
import { dateTime, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** Records behind a number: what was said or done, who, and what it came to. */
export function RecordList({ rows, total }: { rows: readonly MetricRecord[]; total: number | undefined }) {
  return (
    <ul className="list" aria-label={plural(total ?? rows.length, 'record')}>
      {rows.map((row) => (
        <li key={row.id} className="item">
          <span className="grow">
            <span className="l1">
              {row.to ? (
                <Go to={row.to} className="cut t">
                  {row.title}
                </Go>
              ) : (
                <span className="cut t">{row.title}</span>
              )}
            </span>
            <span className="l2">
              <span className="cut">
                {[row.who, row.account, row.segment].filter(Boolean).join(', ') || 'nobody known'}
              </span>
            </span>
          </span>
          <span className="end">
            <span className="clock">{dateTime(row.at)}</span>
            <span className="end2">{row.said}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
