import { pathTo } from '#measure/dashboards/web/links.ts'
import { RecordList } from '#measure/explorer/web/record-list.tsx'
import { listMetricRecords } from '#measure/metrics/contract.ts'
import {
  type Dimension,
  dimensions,
  dimensionWords,
  metricKeys,
  metricOf,
  type Part,
} from '#measure/metrics/definitions.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateOn, plural, words } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The very records behind a number of a metric. */
export default function MetricRecordsScreen() {
  const [search, setSearch] = useAddress()
  const key = metricKeys.find((one) => one === search.metric) ?? 'nps'
  const metric = metricOf(key)
  const given = dimensions.filter((one) => search[one] !== undefined)
  const filter = {
    key,
    ...Object.fromEntries(
      ['from', 'to', 'part', ...given].flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
    ),
  }
  const query = usePages(['metric-records', filter], (from, options) =>
    call(listMetricRecords, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const total = query.data?.pages[0]?.total
  const part = search.part as Part | undefined
  return (
    <>
      <TopBar
        title={metric.name}
        crumbs={[
          { label: 'Explorer', to: pathTo('explorer', { metric: key, from: search.from, to: search.to }) },
        ]}
        note={total !== undefined && plural(total, 'record')}
      />
      <Toolbar>
        {search.from && search.to && (
          <span className="muted xs nowrap num">
            {dateOn(search.from, 0)} to {dateOn(search.to, 0)}
          </span>
        )}
        {part && (
          <FilterChip
            field="Only"
            value={metric.parts[part] ?? part}
            onRemove={() => setSearch({ part: undefined })}
          />
        )}
        {given.map((dimension: Dimension) => (
          <FilterChip
            key={dimension}
            field={dimensionWords[dimension]}
            value={search[`${dimension}Name`] ?? words(search[dimension]!)}
            onRemove={() => setSearch({ [dimension]: undefined, [`${dimension}Name`]: undefined })}
          />
        ))}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The records could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title="No records behind this number">
            Nothing fits these conditions now. It may have changed since.
          </Empty>
        ) : (
          <RecordList rows={rows} total={total} />
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
