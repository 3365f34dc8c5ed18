import { pathTo } from '#measure/dashboards/web/links.ts'
import { RecordList } from '#measure/explorer/web/record-list.tsx'
import { metricOf, type Part } from '#measure/metrics/definitions.ts'
import { listTeamRecords } from '#measure/teams/contract.ts'
import { teamWhats } from '#measure/teams/rules.ts'
import { whatWords } from '#measure/teams/web/words.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { dateOn, plural } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The cases and steps behind a number of a team or a person. */
export default function TeamRecordsScreen() {
  const [search, setSearch] = useAddress()
  const what = teamWhats.find((one) => one === search.what) ?? 'open_cases'
  const isLoad = what === 'open_cases' || what === 'open_steps'
  const filter = {
    what,
    ...Object.fromEntries(
      ['from', 'to', 'team', 'member', 'part'].flatMap((name) =>
        search[name] ? [[name, search[name]]] : [],
      ),
    ),
  }
  const query = usePages(['team-records', filter], (from, options) =>
    call(listTeamRecords, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const first = query.data?.pages[0]
  const partName = isLoad
    ? search.part
    : search.part && (metricOf(what).parts[search.part as Part] ?? search.part)
  return (
    <>
      <TopBar
        title={first ? `${whatWords[what]}: ${first.of}` : whatWords[what]}
        crumbs={[{ label: 'Teams', to: pathTo('teams', { from: search.from, to: search.to }) }]}
        note={first && plural(first.total, 'record')}
      />
      <Toolbar>
        {!isLoad && search.from && search.to && (
          <span className="muted xs nowrap num">
            {dateOn(search.from, 0)} to {dateOn(search.to, 0)}
          </span>
        )}
        {partName && (
          <FilterChip field="Only" value={partName} onRemove={() => setSearch({ part: undefined })} />
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
