import '#prioritize/requests/web/requests.css'
import { useState } from 'react'
import { Button } from '#platform/web/button.tsx'
import { Select } from '#platform/web/form.tsx'
import { useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Content, HintBar, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { AreaFilter } from '#prioritize/requests/web/request-filters.tsx'
import { NewRequest } from '#prioritize/requests/web/request-form.tsx'
import { RequestSearch } from '#prioritize/requests/web/request-search.tsx'
import { RequestsTable } from '#prioritize/requests/web/requests-table.tsx'
import { useRequestCounts, useRequests } from '#prioritize/requests/web/use-requests.ts'

const views = {
  undecided: { label: 'Needs a decision', filter: { group: 'undecided' } },
  coming: { label: 'Coming', filter: { group: 'coming' } },
  mine: { label: 'Mine', filter: { owner: 'me' } },
  parked: { label: 'Parked', filter: { group: 'parked' } },
  declined: { label: 'Declined', filter: { group: 'declined' } },
  shipped: { label: 'Shipped', filter: { group: 'shipped' } },
  all: { label: 'Everything', filter: {} },
} as const
type View = keyof typeof views

const emptyWords: Record<View, string> = {
  undecided: 'What customers ask for stands here until it is decided. Press n, or w on an item of the inbox.',
  coming: 'What was planned or is in progress stands here with its target date.',
  mine: 'Requests that you own stand here.',
  parked: 'What was put off stands here with the day it comes back by itself.',
  declined: 'What was decided against stands here with its reason.',
  shipped: 'What is there for customers stands here.',
  all: 'Press n to write one down, or w on an item of the inbox.',
}

/** What customers ask for, those with the most money behind them first. */
export default function RequestsScreen() {
  const [address, setAddress] = useAddress()
  const go = useGo()
  const canWrite = useCan('requests:write')
  const view = (
    address.view && address.view in views ? address.view : address.account ? 'all' : 'undecided'
  ) as View
  const counts = useRequestCounts().data
  const order = address.order === 'newest' || address.order === 'score' ? address.order : 'demand'
  const filter = {
    ...views[view].filter,
    ...(address.area && { area: address.area }),
    ...(address.account && { account: address.account }),
    ...(address.q && { q: address.q }),
  }
  const query = useRequests({ ...filter, order: order === 'score' ? 'demand' : order }, order !== 'score')
  const [isMaking, setMaking] = useState(false)
  useKeys(
    canWrite ? { n: { run: () => setMaking(true), label: 'Write down a request', group: 'Requests' } } : {},
    { enabled: !isMaking },
  )
  const count: Partial<Record<View, number>> = counts
    ? {
        undecided: counts.open + counts.under_review,
        coming: counts.planned + counts.in_progress,
        mine: counts.mine,
        parked: counts.parked,
      }
    : {}
  const isFiltered = Boolean(address.area || address.account || address.q)
  return (
    <>
      <TopBar
        title="Requests"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(Object.keys(views) as View[]).map((key) => ({
              key,
              label: views[key].label,
              ...(count[key] ? { count: count[key] } : {}),
              to: 'requests',
              search: { ...address, view: key === 'undecided' ? undefined : key },
            }))}
          />
        }
      >
        {canWrite && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setMaking(true)}>
            Request
          </Button>
        )}
      </TopBar>
      <Toolbar>
        <RequestSearch value={address.q ?? ''} onChange={(q) => setAddress({ q: q || undefined })} />
        <AreaFilter />
        <span className="grow" />
        <Select
          aria-label="Order"
          className="w-40 flex-none"
          value={order}
          onChange={(event) =>
            setAddress({ order: event.target.value === 'demand' ? undefined : event.target.value })
          }
          options={[
            { value: 'demand', label: 'By money behind it' },
            { value: 'score', label: 'By score' },
            { value: 'newest', label: 'Newest first' },
          ]}
        />
      </Toolbar>
      <Content>
        {order === 'score' ? (
          <Slot name="requests.ranked" filter={filter} />
        ) : query.isPending ? (
          <LoadingRows label="Loading requests" />
        ) : query.isError && query.rows.length === 0 ? (
          <Failed
            error={query.error}
            title="The requests could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : query.rows.length === 0 ? (
          <Empty title={isFiltered ? 'No request fits' : 'No request is here'}>
            {isFiltered ? 'Take a filter away, or look at everything.' : emptyWords[view]}
          </Empty>
        ) : (
          <>
            <RequestsTable
              rows={query.rows}
              label={views[view].label}
              onEnd={() => void query.fetchNextPage()}
            />
            <Pager
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
            <p className="help px-5 py-3 max-w-[60rem]">
              Each account counts once. The share is that of accounts that pay now; prospects count as blocked
              when they cannot go on without it. An account can ask for several things, so columns do not add
              up.
            </p>
          </>
        )}
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'new request'],
          [['?'], 'all keys'],
        ]}
      />
      {isMaking && <NewRequest onClose={() => setMaking(false)} onMade={({ id }) => go(`requests/${id}`)} />}
    </>
  )
}
