import { useEffect, useState } from 'react'
import type { Account, accountSorts } from '#customers/accounts/contract.ts'
import { AccountForm } from '#customers/accounts/web/account-form.tsx'
import { readAccountFilter, useAccounts, useSegments } from '#customers/accounts/web/use-accounts.ts'
import { Button } from '#platform/web/button.tsx'
import { AddFilter, ClearFilters, FilterChip } from '#platform/web/chips.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { count, date, dateOn, money, words } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

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

/** All accounts: dense, sorted and filtered by the address. */
export default function AccountsScreen() {
  const [search, setSearch] = useAddress()
  const go = useGo()
  const { members } = useSession()
  const canWrite = useCan('accounts:write')
  const segments = useSegments()
  const filter = readAccountFilter(search)
  const { rows, ...query } = useAccounts(filter)
  const [creating, setCreating] = useState(false)
  const [adding, setAdding] = useState<string>()
  const filtered = !!(search.q || search.segment || search.lifecycle || search.owner)
  useKeys({
    f: { run: () => setAdding(''), label: 'Filter', group: 'Accounts' },
    '/': {
      run: () => document.getElementById('account-search')?.focus(),
      label: 'Search accounts',
      group: 'Accounts',
    },
    ...(canWrite && { n: { run: () => setCreating(true), label: 'New account', group: 'Accounts' } }),
  })
  const options: Record<string, { label: string; values: { value: string; label: string }[] }> = {
    segment: {
      label: 'Segment',
      values: (segments.data?.data ?? []).map((one) => ({ value: one.key, label: one.name })),
    },
    lifecycle: {
      label: 'Stage',
      values: ['prospect', 'active', 'churned'].map((value) => ({ value, label: words(value) })),
    },
    owner: {
      label: 'Lead',
      values: [
        { value: 'none', label: 'Nobody' },
        ...members.map((one) => ({ value: one.id, label: one.name })),
      ],
    },
  }
  const set = Object.keys(options).filter((name) => search[name])
  const sortBy = (sort: string, first: 'asc' | 'desc') => {
    const current = filter.order ?? first
    setSearch({
      sort: sort === 'name' ? undefined : sort,
      order: filter.sort === sort ? (current === 'asc' ? 'desc' : 'asc') : undefined,
    })
  }
  return (
    <>
      <TopBar title="Accounts">
        <Tabs
          label="Customers"
          current="accounts"
          tabs={[
            { key: 'accounts', label: 'Accounts', to: 'accounts' },
            { key: 'contacts', label: 'Contacts', to: 'contacts' },
            { key: 'duplicates', label: 'Duplicates', to: 'accounts/duplicates' },
          ]}
        />
        {canWrite && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setCreating(true)}>
            New account
          </Button>
        )}
      </TopBar>
      <Toolbar>
        <SearchField value={search.q ?? ''} onChange={(q) => setSearch({ q: q || undefined })} />
        {set.map((name) => (
          <FilterChip
            key={name}
            field={options[name]!.label}
            value={options[name]!.values.find((one) => one.value === search[name])?.label ?? search[name]!}
            wrong={
              options[name]!.values.length > 0 &&
              !options[name]!.values.some((one) => one.value === search[name])
                ? 'There is nothing of this name.'
                : undefined
            }
            onRemove={() => setSearch({ [name]: undefined })}
            choose={{
              options: options[name]!.values,
              value: [search[name]!],
              onPick: (value) => setSearch({ [name]: value }),
            }}
          />
        ))}
        {adding && adding in options ? (
          <FilterValue
            key={adding}
            label={options[adding]!.label}
            values={options[adding]!.values}
            onPick={(value) => {
              setSearch({ [adding]: value })
              setAdding(undefined)
            }}
            onClose={() => setAdding(undefined)}
          />
        ) : (
          <AddFilter
            fields={Object.entries(options).map(([value, one]) => ({ value, label: one.label }))}
            open={adding === ''}
            onOpenChange={(open) => setAdding(open ? '' : undefined)}
            onPick={(field) => setTimeout(() => setAdding(field))}
          />
        )}
        {filtered && (
          <ClearFilters
            onClear={() =>
              setSearch({ q: undefined, segment: undefined, lifecycle: undefined, owner: undefined })
            }
          />
        )}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The accounts could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows rows={10} label="Loading accounts" />
        ) : rows.length === 0 ? (
          <NoAccounts
            filtered={filtered}
            onClear={() =>
              setSearch({ q: undefined, segment: undefined, lifecycle: undefined, owner: undefined })
            }
            onCreate={canWrite ? () => setCreating(true) : undefined}
          />
        ) : (
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
                          <span aria-hidden="true">
                            {(filter.order ?? column.first) === 'asc' ? ' ↑' : ' ↓'}
                          </span>
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
        )}
        <Pager
          hasMore={!!query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      </Content>
      {creating && (
        <AccountForm onClose={() => setCreating(false)} onSaved={(account) => go(`accounts/${account.id}`)} />
      )}
    </>
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

/** What was typed goes into the address a moment later. */
export function SearchField({
  value,
  onChange,
  id = 'account-search',
  label = 'Search name or domain',
}: {
  value: string
  onChange(value: string): void
  id?: string
  label?: string
}) {
  const [text, setText] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed counts
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address was cleared elsewhere
  useEffect(() => {
    if (value !== text.trim()) setText(value)
  }, [value])
  return (
    <span className="row w-56 max-phone:w-full">
      <Icon name="search" small />
      <TextInput
        id={id}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={200}
      />
    </span>
  )
}

function FilterValue({
  label,
  values,
  onPick,
  onClose,
}: {
  label: string
  values: { value: string; label: string }[]
  onPick(value: string): void
  onClose(): void
}) {
  return (
    <span className="chip">
      <span>{label}</span>
      <select
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this filter
        autoFocus
        aria-label={`${label} is`}
        className="bg-transparent"
        defaultValue=""
        onChange={(event) => onPick(event.target.value)}
        onBlur={onClose}
      >
        <option value="" disabled>
          choose
        </option>
        {values.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </span>
  )
}

function NoAccounts({
  filtered,
  onClear,
  onCreate,
}: {
  filtered: boolean
  onClear(): void
  onCreate: (() => void) | undefined
}) {
  if (filtered) {
    return (
      <Empty title="No account fits" actions={<Button onClick={onClear}>Clear filters</Button>}>
        Nothing matches what you searched and filtered by.
      </Empty>
    )
  }
  return (
    <Empty
      title="No accounts yet"
      actions={
        <>
          <Go to="imports" className="btn primary">
            Import accounts
          </Go>
          {onCreate && <Button onClick={onCreate}>New account</Button>}
        </>
      }
    >
      Accounts are the companies you serve. They come with the first feedback that names one, from a file, or
      by hand.
    </Empty>
  )
}
