import { useState } from 'react'
import { AccountFilters, isFiltered, noFilter } from '#customers/accounts/web/account-filters.tsx'
import { AccountForm } from '#customers/accounts/web/account-form.tsx'
import { AccountsTable } from '#customers/accounts/web/accounts-table.tsx'
import { readAccountFilter, useAccounts } from '#customers/accounts/web/use-accounts.ts'
import { Button } from '#platform/web/button.tsx'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

/** All accounts: dense, sorted and filtered by the address. */
export default function AccountsScreen() {
  const [search, setSearch] = useAddress()
  const go = useGo()
  const canWrite = useCan('accounts:write')
  const { rows, ...query } = useAccounts(readAccountFilter(search))
  const [creating, setCreating] = useState(false)
  const [adding, setAdding] = useState<string>()
  useKeys({
    f: { run: () => setAdding(''), label: 'Filter', group: 'Accounts' },
    '/': {
      run: () => document.getElementById('account-search')?.focus(),
      label: 'Search accounts',
      group: 'Accounts',
    },
    ...(canWrite && { n: { run: () => setCreating(true), label: 'New account', group: 'Accounts' } }),
  })
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
      <AccountFilters adding={adding} onAdding={setAdding} />
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
            filtered={isFiltered(search)}
            onClear={() => setSearch(noFilter)}
            onCreate={canWrite ? () => setCreating(true) : undefined}
          />
        ) : (
          <AccountsTable rows={rows} />
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
