import { pathTo } from '#measure/dashboards/web/links.ts'
import { RecordList } from '#measure/explorer/web/record-list.tsx'
import { listSegmentThemeRecords } from '#measure/segments/contract.ts'
import { comparedBy } from '#measure/segments/rules.ts'
import { groupWords } from '#measure/segments/web/words.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateOn, plural, words } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** What a group said of a theme. */
export default function SegmentRecordsScreen() {
  const [search, setSearch] = useAddress()
  const by = comparedBy.find((one) => one === search.by) ?? 'segment'
  const filter = {
    by,
    ...Object.fromEntries(
      ['from', 'to', 'group', 'theme'].flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
    ),
  }
  const query = usePages(['segment-records', filter], (from, options) =>
    call(listSegmentThemeRecords, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const first = query.data?.pages[0]
  return (
    <>
      <TopBar
        title={first?.theme ?? 'What was said'}
        crumbs={[{ label: 'Segments', to: pathTo('segments', { by, from: search.from, to: search.to }) }]}
        note={
          first &&
          `${plural(first.total, 'item')} of ${plural(first.speakers, 'account or person', 'accounts or persons')}`
        }
      />
      <Toolbar>
        {search.from && search.to && (
          <span className="muted xs nowrap num">
            {dateOn(search.from, 0)} to {dateOn(search.to, 0)}
          </span>
        )}
        {search.group && (
          <FilterChip
            field={groupWords[by].one}
            value={words(search.group)}
            onRemove={() => setSearch({ group: undefined })}
          />
        )}
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
          <RecordList rows={rows} total={first?.total} />
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
