import { valueText } from '#measure/explorer/web/words.ts'
import type { TeamPerformance, TeamRow } from '#measure/teams/contract.ts'
import type { TeamMetric } from '#measure/teams/rules.ts'
import { lackWords, recordsOf } from '#measure/teams/web/words.ts'
import { count } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'

interface Props {
  found: TeamPerformance
  rows: readonly TeamRow[]
  /** "Team" or "Person" */
  of: string
}

const name = 'sticky left-0 bg-surface font-normal'

/** What there is to do now, with who is here to do it. */
export function LoadTable({ found, rows, of }: Props) {
  const isPersons = of === 'Person'
  const heads = [
    ...(isPersons ? [] : ['People', 'Away now']),
    ...['Days away', 'Open cases', 'Open steps', 'Late now', 'Due today', 'Due this week', 'Later'],
    ...(isPersons ? [] : ['Cases each', 'Steps each']),
  ]
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="tb" style={{ minWidth: `${10 + 5.5 * heads.length}rem` }}>
        <caption className="vh">{`Load by ${of.toLowerCase()}`}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${name} w-40`}>
              {of}
            </th>
            {heads.map((one) => (
              <th key={one} scope="col" className="rt">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const to = recordsOf(found, row)
            const { load } = row
            const each = (value: number | null) => (value === null ? '·' : value.toFixed(1))
            return (
              <tr key={row.id ?? row.kind}>
                <th scope="row" className={`${name} truncate`}>
                  {row.name}
                  {isPersons && row.away > 0 && <span className="muted"> away now</span>}
                </th>
                {!isPersons && <td className="rt num">{row.kind === 'nobody' ? '·' : count(row.people)}</td>}
                {!isPersons && <td className="rt num">{row.kind === 'nobody' ? '·' : count(row.away)}</td>}
                <td className="rt num">{row.kind === 'nobody' ? '·' : count(row.daysAway)}</td>
                <td className="rt num">
                  <Door to={to('open_cases')} className="font-semibold">
                    {count(load.openCases)}
                  </Door>
                </td>
                <td className="rt num">
                  <Door to={to('open_steps')} className="font-semibold">
                    {count(load.openSteps)}
                  </Door>
                </td>
                <td className="rt num">
                  <Door to={to('open_steps', 'late')}>{count(load.late)}</Door>
                </td>
                <td className="rt num">{count(load.today)}</td>
                <td className="rt num">{count(load.week)}</td>
                <td className="rt num">{count(load.later)}</td>
                {!isPersons && <td className="rt num">{each(row.casesEach)}</td>}
                {!isPersons && <td className="rt num">{each(row.stepsEach)}</td>}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** What came of the work of the time. */
export function OutcomeTable({ found, rows, of }: Props) {
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="tb" style={{ minWidth: `${10 + 11 * found.metrics.length}rem` }}>
        <caption className="vh">{`What came of it, by ${of.toLowerCase()}`}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${name} w-40`}>
              {of}
            </th>
            {found.metrics.map((metric) => (
              <th key={metric.key} scope="col" className="rt">
                {metric.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ kind }) => kind !== 'nobody')
            .map((row) => (
              <tr key={row.id ?? row.kind}>
                <th scope="row" className={`${name} truncate`}>
                  {row.name}
                </th>
                {row.figures ? (
                  found.metrics.map((metric) => (
                    <td key={metric.key} className="rt num">
                      <Outcome found={found} row={row} metric={metric} />
                    </td>
                  ))
                ) : (
                  <td className="rt muted" colSpan={found.metrics.length}>
                    {lackWords(row)}
                  </td>
                )}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function Outcome({
  found,
  row,
  metric,
}: {
  found: TeamPerformance
  row: TeamRow
  metric: TeamPerformance['metrics'][number]
}) {
  const key = metric.key as TeamMetric
  const { n, value, low, high } = row.figures![key]!
  if (n === 0) return <span className="muted">none</span>
  const to = recordsOf(found, row)(key)
  if (value === null)
    return (
      <>
        <Door to={to}>{count(n)}</Door>
        <span className="muted xs block nowrap">too few to say</span>
      </>
    )
  return (
    <>
      <Door to={to} className="font-semibold">
        {valueText(metric.unit, value)}
      </Door>
      <span className="muted xs block nowrap">
        {low !== null &&
          high !== null &&
          `${valueText(metric.unit, low)} to ${valueText(metric.unit, high)}, `}
        n {count(n)}
      </span>
    </>
  )
}
