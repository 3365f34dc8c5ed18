import type { Account, accountSorts } from '#customers/accounts/contract.ts'
import { readAccountFilter, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { count, date, dateOn, money } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { Avatar } from '#platform/web/marks.tsx'

const columns: readonly {
  sort?: (typeof accountSorts)[number]
  label: string
  className: string
  first?: 'asc' | 'desc'
}[] = [
  { sort: 'name', label: 'Account', className: '', first: 'asc' },
  { label: 'Segment', className: 'w-28 max-rail:hidden' },
  { label: 'Stage', className: 'w-24 max-phone:hidden' },
  { sort: 'mrr', label: 'MRR', className: 'w-24 rt', first: 'desc' },
  { sort: 'renewal', label: 'Renewal', className: 'w-32 max-rail:hidden', first: 'asc' },
  { sort: 'seen', label: 'Last heard', className: 'w-32 max-phone:hidden', first: 'desc' },
  { label: 'Contacts', className: 'w-20 rt max-wide:hidden' },
  { label: 'Lead', className: 'w-36 max-wide:hidden' },
]

/** Accounts as a table, sorted by the heads of its columns. */
export function AccountsTable({ rows }: { rows: readonly Account[] }) {
  const [search, setSearch] = useAddress()
  const filter = readAccountFilter(search)
  const segments = useSegments()
  const sortBy = (sort: string, first: 'asc' | 'desc') => {
    const current = filter.order ?? first
    setSearch({
      sort: sort === 'name' ? undefined : sort,
      order: filter.sort === sort ? (current === 'asc' ? 'desc' : 'asc') : undefined,
    })
  }
  return (
    <table className="tb accounts-table">
      <caption className="vh">Accounts</caption>
      <thead>
        <tr>
          {columns.map((column, i) => (
            <th
              key={column.label}
              scope="col"
              className={`${column.className}${i === 0 ? ' ps-5' : ''}`}
              aria-sort={
                column.sort === filter.sort
                  ? (filter.order ?? column.first) === 'asc'
                    ? 'ascending'
                    : 'descending'
                  : undefined
              }
            >
              {column.sort ? (
                <button
                  type="button"
                  className="sortable"
                  onClick={() => sortBy(column.sort!, column.first!)}
                >
                  {column.label}
                  {column.sort === filter.sort && (
                    <span aria-hidden="true">{(filter.order ?? column.first) === 'asc' ? ' ↑' : ' ↓'}</span>
                  )}
                </button>
              ) : (
                column.label
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <AccountRow
            key={row.id}
            row={row}
            segment={segments.data?.data.find((one) => one.key === row.segment)?.name}
          />
        ))}
      </tbody>
    </table>
  )
}

function AccountRow({ row, segment }: { row: Account; segment: string | undefined }) {
  return (
    <tr>
      <td className="ps-5">
        <Go to={`accounts/${row.id}`} className="med cut block">
          {row.name}
        </Go>
        <span className="help cut block phone:hidden">
          {[segment, row.lifecycle].filter(Boolean).join(', ')}
        </span>
        {row.domain && <span className="help cut block max-phone:hidden">{row.domain}</span>}
      </td>
      <td className="max-rail:hidden cut">
        {segment ?? <span className="muted">{row.segment ?? 'none'}</span>}
      </td>
      <td className="max-phone:hidden">
        {row.lifecycle === 'active' ? 'active' : <span className="tag">{row.lifecycle}</span>}
      </td>
      <td className="rt num">
        {row.mrrCents === null ? <span className="muted">not known</span> : money(row.mrrCents, row.currency)}
      </td>
      <td className="max-rail:hidden num nowrap">
        {row.renewalOn ? dateOn(row.renewalOn) : <span className="muted">none</span>}
      </td>
      <td className="max-phone:hidden num nowrap">
        {row.lastSeenAt ? date(row.lastSeenAt) : <span className="muted">never</span>}
      </td>
      <td className="rt num max-wide:hidden">{count(row.contactCount)}</td>
      <td className="max-wide:hidden">
        {row.ownerName ? (
          <span className="row">
            <Avatar name={row.ownerName} size="sm" />
            <span className="cut">{row.ownerName}</span>
          </span>
        ) : (
          <span className="muted">nobody</span>
        )}
      </td>
    </tr>
  )
}
