import { npsGroups } from '#collect/surveys/rules.ts'
import { listDriverAnswers } from '#measure/correlations/contract.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { NpsMark, Verbatim } from '#platform/web/marks.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The NPS answers that speak of a theme, in the customers' words. */
export default function DriverAnswersScreen() {
  const [search, setSearch] = useAddress()
  const { days = '180', segment, theme } = search
  const group = npsGroups.find((one) => one === search.group)
  const filter = {
    ...(theme !== undefined && { theme }),
    days: days as '180',
    ...(segment !== undefined && { segment }),
    ...(group && { group }),
  }
  const query = usePages(['driver-answers', filter], (from, options) =>
    call(listDriverAnswers, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  return (
    <>
      <TopBar
        title="Answers behind the number"
        crumbs={[
          {
            label: 'NPS drivers',
            to: pathTo('correlations', { outcome: 'drivers', days, segment }),
          },
        ]}
      />
      <Toolbar>
        {group && (
          <FilterChip field="Group" value={`${group}s`} onRemove={() => setSearch({ group: undefined })} />
        )}
        {segment !== undefined && (
          <FilterChip field="Segment" value={segment} onRemove={() => setSearch({ segment: undefined })} />
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
          <Empty title="No answers behind this number">The number is zero.</Empty>
        ) : (
          <ul aria-label="Answers that speak of the theme">
            {rows.map((row) => (
              <li key={row.id} className="border-b border-line px-5 py-3">
                <div className="row flex-wrap">
                  <NpsMark score={row.score} />
                  <Go to={`inbox/${row.feedbackId}`} className="med">
                    {row.contactName ?? 'anonymous'}
                  </Go>
                  <span className="muted">{row.accountName}</span>
                  <span className="grow" />
                  <span className="muted xs num">{dateTime(row.submittedAt)}</span>
                </div>
                <div className="mt-1">
                  <Verbatim text={row.text} />
                </div>
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
