import RowLoop from '#close/ledger/web/row-loop.tsx'
import { type ItemFilter, listItemRecords } from '#measure/dashboards/contract.ts'
import { waitText } from '#measure/dashboards/rules.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { count, date, dateOn, plural, words } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const answerWords = {
  answered: 'answered',
  inside: 'answered within 24 h',
  late: 'late',
  waiting: 'waiting, within 24 h',
}

/** The very items a number of the health page was counted from. */
export default function ItemRecordsScreen() {
  const [search, setSearch] = useAddress()
  const filter = readFilter(search)
  const query = usePages(['health-items', filter], (from, options) =>
    call(listItemRecords, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const total = query.data?.pages[0]?.total
  const remove = (name: keyof ItemFilter) => () => setSearch({ [name]: undefined })
  return (
    <>
      <TopBar
        title="Items behind the number"
        crumbs={[{ label: 'Feedback health', to: 'health' }]}
        note={total !== undefined && plural(total, 'item')}
      />
      <Toolbar>
        <span className="muted xs nowrap num">
          {filter.by === 'received' ? 'received' : 'said'} {dateOn(filter.from, 0)} to {dateOn(filter.to, 0)}
        </span>
        {filter.channel && (
          <FilterChip field="Channel" value={words(filter.channel)} onRemove={remove('channel')} />
        )}
        {filter.segment !== undefined && (
          <FilterChip field="Segment" value={filter.segment || 'none'} onRemove={remove('segment')} />
        )}
        {filter.answer && (
          <FilterChip field="First answer" value={answerWords[filter.answer]} onRemove={remove('answer')} />
        )}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The items could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title="No items behind this number">
            Nothing fits these conditions now. It may have been triaged or answered since.
          </Empty>
        ) : (
          <ul className="list" aria-label={`${count(total ?? rows.length)} items`}>
            {rows.map((row) => (
              <li key={row.id} className="item">
                <span className="lead" title={row.channelLabel}>
                  <Icon name={channelIcon(row.channel)} />
                </span>
                <span className="grow">
                  <span className="l1">
                    <Go to={`inbox/${row.id}`} className="cut t">
                      {row.summary}
                    </Go>
                  </span>
                  <span className="l2">
                    <span className="cut">
                      {[row.contactName, row.accountName].filter(Boolean).join(', ') || 'anonymous'}
                    </span>
                    <span className="nowrap">{row.channelLabel}</span>
                  </span>
                </span>
                <span className="end">
                  <span className="clock">
                    {row.responseMinutes !== null && filter.by === 'received'
                      ? `answered in ${waitText(row.responseMinutes)}`
                      : date(row.occurredAt)}
                  </span>
                  <span className="end2">
                    <RowLoop feedbackId={row.id} version={0} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <Pager
          hasMore={!!query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      </Content>
    </>
  )
}

function readFilter(search: Record<string, string | undefined>): ItemFilter {
  const known = <T extends string>(list: readonly T[], value: string | undefined) =>
    list.find((one) => one === value)
  return {
    from: search.from ?? '2000-01-01',
    to: search.to ?? new Date().toISOString().slice(0, 10),
    by: search.by === 'received' ? 'received' : 'said',
    ...(search.segment !== undefined && { segment: search.segment }),
    ...(search.channel && { channel: search.channel }),
    ...(known(['answered', 'inside', 'late', 'waiting'] as const, search.answer) && {
      answer: known(['answered', 'inside', 'late', 'waiting'] as const, search.answer)!,
    }),
  }
}
