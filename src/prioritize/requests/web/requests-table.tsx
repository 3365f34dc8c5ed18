import { count, money, plural } from '#platform/web/format.ts'
import { Door, Go, useGo } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { useRows } from '#platform/web/rows.ts'
import type { RequestRow } from '#prioritize/requests/contract.ts'
import { LevelMark, StatusMark, shareText, whenText } from '#prioritize/requests/web/request-parts.tsx'

/** Requests as a table; j and k move, Enter opens. */
export function RequestsTable({
  rows,
  label,
  onEnd,
}: {
  rows: readonly RequestRow[]
  label: string
  onEnd(): void
}) {
  const go = useGo()
  const { box, rowProps } = useRows(rows, {
    one: 'request',
    group: 'Requests',
    onOpen: (row) => go(`requests/${row.id}`),
    onEnd,
  })
  const most = Math.max(...rows.map((row) => row.demand.mrrCents), 1)
  return (
    <table className="tb full requests-tb">
      <caption className="vh">{label}</caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col" className="w-28 max-phone:hidden">
            Priority
          </th>
          <th scope="col" className="w-20 rt">
            Accounts
          </th>
          <th scope="col" className="w-28 max-phone:hidden">
            MRR behind it
          </th>
          <th scope="col" className="w-32 max-rail:hidden">
            Blocked prospects
          </th>
          <th scope="col" className="w-32 max-phone:hidden">
            Status
          </th>
          <th scope="col" className="w-36 max-wide:hidden">
            Target
          </th>
          <th scope="col" className="w-16 max-rail:hidden">
            Owner
          </th>
        </tr>
      </thead>
      <tbody ref={box}>
        {rows.map((row, i) => (
          <tr key={row.id} {...rowProps(row, i)}>
            <Cells row={row} most={most} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cells({ row, most }: { row: RequestRow; most: number }) {
  const { demand } = row
  const rivals =
    row.competitors.length > 0 &&
    `${plural(row.competitors.length, 'rival')} ${row.competitors.length === 1 ? 'has' : 'have'} it`
  return (
    <>
      <td className="min-w-0">
        <Go to={`requests/${row.id}`} className="med cut block">
          {row.title}
        </Go>
        <span className="help cut block max-phone:hidden">
          {[row.area?.name, rivals].filter(Boolean).join(', ') || 'No product area'}
        </span>
        <span className="help block phone:hidden">
          <StatusMark status={row.status} />
        </span>
      </td>
      <td className="max-phone:hidden" title={row.priority.reasons.join(' ')}>
        <LevelMark level={row.priority.level} label />
      </td>
      <td className="rt num">
        {demand.accounts === 0 ? (
          <span className="muted">none</span>
        ) : (
          <Door
            to={`requests/${row.id}`}
            search={{ show: 'all' }}
            aria-label={`${plural(demand.accounts, 'account')} behind ${row.title}`}
          >
            {count(demand.accounts)}
          </Door>
        )}
        <span className="help block">
          {demand.customers > 0 && shareText(demand).replace(' of the base', '')}
        </span>
      </td>
      <td className="num max-phone:hidden">
        {demand.mrrCents === 0 ? (
          <span className="muted">none</span>
        ) : (
          <Door
            to={`requests/${row.id}`}
            search={{ show: 'customers' }}
            aria-label={`Customers behind ${row.title}`}
          >
            {money(demand.mrrCents, demand.currency)}
          </Door>
        )}
        <i className="len" style={{ width: `${(100 * demand.mrrCents) / most}%` }} />
      </td>
      <td className="num max-rail:hidden">
        {demand.blocked === 0 ? (
          <span className="muted">none</span>
        ) : (
          <>
            <Door
              to={`requests/${row.id}`}
              search={{ show: 'blocked' }}
              aria-label={`${plural(demand.blocked, 'blocked prospect')} behind ${row.title}`}
            >
              {count(demand.blocked)}
            </Door>
            <span className="help block">
              {demand.blockedCents > 0 && money(demand.blockedCents, demand.currency)}
            </span>
          </>
        )}
      </td>
      <td className="max-phone:hidden">
        <StatusMark status={row.status} />
      </td>
      <td className="num nowrap max-wide:hidden">
        {row.parkedUntil || row.targetOn ? whenText(row) : <span className="muted">no date</span>}
      </td>
      <td className="max-rail:hidden" title={row.owner?.name ?? 'Nobody owns it'}>
        <Avatar name={row.owner?.name} size="sm" />
        <span className="vh">{row.owner?.name ?? 'nobody'}</span>
      </td>
    </>
  )
}
