import { type AnswerFilter, listAnswerRecords } from '#measure/dashboards/contract.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateOn, dateTime, plural } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { NpsMark, Verbatim } from '#platform/web/marks.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const groups = ['promoter', 'passive', 'detractor'] as const

/** The NPS answers a score was counted from. */
export default function AnswerRecordsScreen() {
  const [search, setSearch] = useAddress()
  const group = groups.find((one) => one === search.group)
  const filter: AnswerFilter = {
    from: search.from ?? '2000-01-01',
    to: search.to ?? new Date().toISOString().slice(0, 10),
    ...(search.segment !== undefined && { segment: search.segment }),
    ...(group && { group }),
  }
  const query = usePages(['health-answers', filter], (from, options) =>
    call(listAnswerRecords, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const total = query.data?.pages[0]?.total
  return (
    <>
      <TopBar
        title="NPS answers"
        crumbs={[{ label: 'Feedback health', to: 'health' }]}
        note={total !== undefined && plural(total, 'answer')}
      />
      <Toolbar>
        <span className="muted xs nowrap num">
          answered {dateOn(filter.from, 0)} to {dateOn(filter.to, 0)}
        </span>
        {filter.segment !== undefined && (
          <FilterChip
            field="Segment"
            value={filter.segment}
            onRemove={() => setSearch({ segment: undefined })}
          />
        )}
        {filter.group && (
          <FilterChip
            field="Group"
            value={`${filter.group}s`}
            onRemove={() => setSearch({ group: undefined })}
          />
        )}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The answers could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title="No answers behind this number">Nobody answered in this time and group.</Empty>
        ) : (
          <ul aria-label={plural(total ?? rows.length, 'answer')}>
            {rows.map((row) => (
              <li key={row.id} className="border-b border-line px-5 py-3">
                <div className="row flex-wrap">
                  <NpsMark score={row.score} />
                  {row.contactId ? (
                    <Go to={`contacts/${row.contactId}`} className="med">
                      {row.contactName ?? 'Unnamed contact'}
                    </Go>
                  ) : (
                    <span className="muted">anonymous</span>
                  )}
                  {row.accountId && (
                    <Go to={`accounts/${row.accountId}`} className="muted">
                      {row.accountName}
                    </Go>
                  )}
                  <span className="grow" />
                  <span className="muted xs num">{dateTime(row.submittedAt)}</span>
                </div>
                {row.words && (
                  <div className="mt-1">
                    <Verbatim text={row.words} />
                  </div>
                )}
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
