import type { ComparedCell, SegmentComparison } from '#measure/segments/contract.ts'
import {
  claimWords,
  differenceText,
  groupWords,
  type Measure,
  weightedText,
} from '#measure/segments/web/words.ts'
import { count } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'

interface Props {
  found: SegmentComparison
  measures: readonly Measure[]
  label: string
  isWeighted?: boolean
}

/** The same figures as a table: a line for each measure, a column for each group. */
export function ComparedTable({ found, measures, label, isWeighted = false }: Props) {
  const { groups, by } = found
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="tb" style={{ minWidth: `${11 + 8.5 * groups.length}rem` }}>
        <caption className="vh">{`${label} by ${groupWords[by].text}`}</caption>
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 w-44 bg-surface">
              {label}
            </th>
            {groups.map(({ key, label: name, accounts }) => (
              <th key={key} scope="col" className="rt">
                {name}
                {accounts !== null && (
                  <span className="muted block font-normal nowrap">
                    {`${count(Math.round(accounts))} account${Math.round(accounts) === 1 ? '' : 's'}`}
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.key}>
              <th scope="row" className="sticky left-0 bg-surface font-normal">
                <span className="block truncate" title={measure.title}>
                  {measure.title}
                </span>
                <span className="muted block">
                  {measure.all.value === null
                    ? `all: n ${count(measure.all.n)}`
                    : `all ${measure.show(measure.all.value)}, n ${count(measure.all.n)}`}
                </span>
                {isWeighted && measure.weighted && (
                  <span className="block whitespace-normal">
                    weighted {weightedText(measure.show, measure.weighted)}
                  </span>
                )}
              </th>
              {measure.cells.map((cell) => (
                <td key={cell.group} className="rt num">
                  <Cell measure={measure} cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ measure, cell }: { measure: Measure; cell: ComparedCell }) {
  const { value, low, high, n } = cell.figure
  if (n === 0) return <span className="muted">none</span>
  const door = (text: string, className = '') => (
    <Door to={measure.to(cell.group)} className={className}>
      {text}
    </Door>
  )
  if (value === null)
    return (
      <>
        {door(count(n))}{' '}
        <span className="muted xs block nowrap">{n < 5 ? 'too few to say' : 'no accounts to count by'}</span>
      </>
    )
  return (
    <span title={differenceText(measure, cell)}>
      {door(measure.show(value), 'font-semibold')}
      <span className="muted xs block nowrap">
        {low !== null && high !== null && `${measure.show(low)} to ${measure.show(high)}, `}n {count(n)}
      </span>
      {cell.difference && (
        <span className={`xs block nowrap ${cell.difference.claim === 'holds' ? '' : 'muted'}`}>
          {claimWords[cell.difference.claim]}
        </span>
      )}
    </span>
  )
}
