import { metricChart, type RecordsOf } from '#measure/explorer/web/charts.ts'
import { againstText, changeSub, changeText, finding, valueText } from '#measure/explorer/web/words.ts'
import type { MetricAnswer, MetricFigure, MetricGroup } from '#measure/metrics/contract.ts'
import { type Dimension, dimensionWords } from '#measure/metrics/definitions.ts'
import { Figure } from '#platform/web/figure.tsx'
import { count, dateTime, plural } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'
import { Empty } from '#platform/web/states.tsx'

interface Props {
  answer: MetricAnswer
  records: RecordsOf
}

/** The metric over time, with what it rests on. */
export function Whole({ answer, records }: Props) {
  const { metric, figure, points } = answer
  const parts = Object.entries(figure.parts)
  if (figure.n === 0 && parts.every(([, n]) => n === 0))
    return (
      <Empty title={`${metric.name}: nothing in this time`}>
        Nothing that this metric counts happened in these days. Choose a longer time, or take a filter out.
      </Empty>
    )
  const isCount = metric.unit === 'items'
  const several = answer.by.length === 1 && answer.groups.length > 4
  return (
    <Figure
      title={finding(answer)}
      sub={
        <>
          {changeSub(answer)} <Parts answer={answer} records={records} />
          {metric.unit === 'minutes' && figure.nineOfTen !== null && (
            <> Nine of ten within {valueText('minutes', figure.nineOfTen)}.</>
          )}
          {figure.inside && metric.targetHours !== null && (
            <>
              {' '}
              {Math.round(figure.inside.value)} % inside {metric.targetHours} h (
              {Math.round(figure.inside.low)} to {Math.round(figure.inside.high)} %).
            </>
          )}
          {several && ` One scale for all${answer.groups.length > 12 ? ', the twelve largest' : ''}.`}
          {points.at(-1)?.isPartial && ` The last ${answer.step} is not a whole one.`}
          {figure.cameLate > 0 &&
            ` ${count(figure.cameLate)} of them came in more than a day after they happened.`}
        </>
      }
      {...(figure.value === null && !isCount
        ? { tooFew: { n: figure.n, text: 'A figure is shown from five. What there is opens above.' } }
        : { draw: (width: number) => metricChart(answer, width, records) })}
    />
  )
}

/** What the number was counted from, each part a door. */
function Parts({ answer, records }: Props) {
  const { figure, metric } = answer
  const parts = Object.entries(figure.parts)
  if (parts.length === 0)
    return (
      <>
        <Door to={records({})}>{count(figure.n)}</Door> in all.
      </>
    )
  return (
    <>
      {parts.map(([part, n], i) => (
        <span key={part}>
          {i > 0 && ', '}
          <Door to={records({ part })}>{count(n)}</Door> {metric.parts[part] ?? part}
        </span>
      ))}
      .
    </>
  )
}

interface GroupProps extends Props {
  onOnly(dimension: Dimension, value: { key: string; label: string }): void
}

/** The groups of one or two dimensions as a table. */
export function Groups({ answer, records, onOnly }: GroupProps) {
  const { by, groups, hidden, metric } = answer
  const [first, second] = by
  if (!first || groups.length === 0) return null
  return (
    <section
      className="mt-6 border-t border-line pt-5"
      aria-label={`By ${by.map((one) => dimensionWords[one]).join(' and ')}`}
    >
      <h2 className="font-semibold">
        By {dimensionWords[first].toLowerCase()}
        {second && ` and ${dimensionWords[second].toLowerCase()}`}
      </h2>
      <p className="help mt-1">
        {metric.unit === 'items' ? 'Numbers' : 'Values from five on, with their 95 % interval'}; press a name
        to see only that.
      </p>
      <div className="mt-3 max-w-[60rem] overflow-x-auto">
        {second ? (
          <Matrix answer={answer} records={records} onOnly={onOnly} />
        ) : (
          <GroupTable answer={answer} records={records} onOnly={onOnly} />
        )}
      </div>
      {hidden.groups > 0 && (
        <p className="help mt-2">
          {plural(hidden.groups, 'smaller group')} with {count(hidden.n)} are not shown; the CSV and filters
          have them.
        </p>
      )}
    </section>
  )
}

function GroupTable({ answer, records, onOnly }: GroupProps) {
  const { metric, groups, before, by } = answer
  const isCount = metric.unit === 'items'
  return (
    <table className="tb">
      <thead>
        <tr>
          <th scope="col">{dimensionWords[by[0]!]}</th>
          <th scope="col" className="rt">
            {metric.name}
          </th>
          {!isCount && (
            <th scope="col" className="rt">
              95 % interval
            </th>
          )}
          {!isCount && (
            <th scope="col" className="rt">
              n
            </th>
          )}
          {before && <th scope="col" className="rt">{`Change on ${againstText(answer)}`}</th>}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.of[0]!.key}>
            <th scope="row" className="font-normal">
              <Only of={group.of[0]!} onOnly={() => onOnly(by[0]!, group.of[0]!)} />
            </th>
            <td className="rt num">
              <Door to={records({ group })} className="font-semibold">
                {figureText(answer, group.figure)}
              </Door>
            </td>
            {!isCount && <td className="rt num muted nowrap">{rangeOf(answer, group.figure)}</td>}
            {!isCount && <td className="rt num">{count(group.figure.n)}</td>}
            {before && <td className="rt num">{changeOf(answer, group)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Only = ({ of, onOnly }: { of: { key: string; label: string }; onOnly(): void }) => (
  <button type="button" className="n" onClick={onOnly}>
    {of.label}
  </button>
)

function Matrix({ answer, records, onOnly }: GroupProps) {
  const { groups, by } = answer
  const axis = (i: 0 | 1) => {
    const found = new Map<string, { key: string; label: string; n: number }>()
    for (const group of groups) {
      const one = found.get(group.of[i]!.key) ?? { ...group.of[i]!, n: 0 }
      one.n += group.figure.n
      found.set(one.key, one)
    }
    return [...found.values()].sort((a, b) => b.n - a.n)
  }
  const cells = new Map(groups.map((group) => [group.of.map(({ key }) => key).join(' '), group]))
  const columns = axis(1)
  return (
    <table className="tb">
      <thead>
        <tr>
          <th scope="col">{dimensionWords[by[0]!]}</th>
          {columns.map((column) => (
            <th key={column.key} scope="col" className="rt">
              <Only of={column} onOnly={() => onOnly(by[1]!, column)} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {axis(0).map((row) => (
          <tr key={row.key}>
            <th scope="row" className="font-normal">
              <Only of={row} onOnly={() => onOnly(by[0]!, row)} />
            </th>
            {columns.map((column) => {
              const group = cells.get(`${row.key} ${column.key}`)
              return (
                <td key={column.key} className="rt num">
                  {group && group.figure.n > 0 ? (
                    <Door to={records({ group })} title={rangeOf(answer, group.figure)}>
                      {figureText(answer, group.figure)}
                    </Door>
                  ) : (
                    <span className="muted">·</span>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const figureText = ({ metric }: MetricAnswer, { value, n }: MetricFigure) =>
  value === null ? `n ${count(n)}` : valueText(metric.unit, value)

const rangeOf = ({ metric }: MetricAnswer, { low, high }: MetricFigure) =>
  low === null || high === null
    ? 'too few to say'
    : `${valueText(metric.unit, low)} to ${valueText(metric.unit, high)}`

function changeOf({ metric }: MetricAnswer, { change }: MetricGroup) {
  if (!change) return <span className="muted">too few</span>
  return (
    <>
      {changeText(metric.unit, change.value)}{' '}
      {change.couldBeChance && <span className="muted xs nowrap">could be chance</span>}
    </>
  )
}

/** How the metric is reckoned and where it comes from. */
export function AboutMetric({ answer }: Pick<Props, 'answer'>) {
  const { metric, asOf, zone } = answer
  const rows: [string, string][] = [
    ['How it is reckoned', metric.formula],
    ['Source', metric.source],
    ['Interval', metric.interval],
    ...(metric.targetHours === null ? [] : [['Target', `${metric.targetHours} h`] as [string, string]]),
    ...(metric.bands
      ? [
          [
            'Bands',
            metric.bands
              .map(
                (band) => `${band.name} ${band.isAbove ? 'above' : 'from'} ${valueText('points', band.from)}`,
              )
              .join(', '),
          ] as [string, string],
        ]
      : []),
    ['Days', `midnight to midnight in ${zone}; segment and MRR as they were then. As of ${dateTime(asOf)}.`],
  ]
  return (
    <section className="mt-6 border-t border-line pt-5" aria-label="About this metric">
      <h2 className="font-semibold">{metric.name}, as it is defined</h2>
      <dl className="mt-2 grid max-w-[46rem] gap-x-5 gap-y-1 text-xs phone:grid-cols-[9rem_minmax(0,1fr)]">
        {rows.map(([name, text]) => (
          <div key={name} className="contents">
            <dt className="muted">{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
