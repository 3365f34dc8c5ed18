import { listCorrelationAccounts } from '#measure/correlations/contract.ts'
import { outcomes, outcomeWords, windowOf } from '#measure/correlations/rules.ts'
import { addDays } from '#measure/dashboards/rules.ts'
import { pathTo } from '#measure/dashboards/web/links.ts'
import { call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { count, dateOn } from '#platform/web/format.ts'
import { Door, Go, useAddress } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The accounts behind a number of a correlation, and the items each of them said. */
export default function CorrelationAccountsScreen() {
  const [search, setSearch] = useAddress()
  const outcome = outcomes.find((one) => one === search.outcome) ?? 'churn'
  const days = windowOf(search.days)
  const { segment, exposure, exposed, hit } = search
  const filter = {
    outcome,
    days,
    ...(segment !== undefined && { segment }),
    ...(exposure !== undefined && { exposure }),
    ...(exposed !== undefined && { exposed }),
    ...(hit !== undefined && { hit }),
  }
  const query = usePages(['correlation-accounts', filter], (from, options) =>
    call(listCorrelationAccounts, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  const first = query.data?.pages[0]
  const label = first?.label
  const words = outcomeWords[outcome]
  const theme = exposure?.startsWith('theme:') ? exposure.slice('theme:'.length) : undefined
  return (
    <>
      <TopBar
        title="Accounts behind the number"
        crumbs={[{ label: 'What goes with churn', to: pathTo('correlations', { outcome, days, segment }) }]}
      />
      <Toolbar>
        {hit !== undefined && (
          <FilterChip
            field="They"
            value={hit === 'true' ? words.hit : words.other}
            onRemove={() => setSearch({ hit: undefined })}
          />
        )}
        {exposed !== undefined && (
          <FilterChip
            field={exposed === 'true' ? 'Before' : 'Not before'}
            value={label ?? exposure ?? ''}
            onRemove={() => setSearch({ exposed: undefined })}
          />
        )}
        {segment !== undefined && (
          <FilterChip field="Segment" value={segment} onRemove={() => setSearch({ segment: undefined })} />
        )}
        {first && <span className="muted xs">as they stood on {dateOn(first.at, 0)}</span>}
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The accounts could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title="No account behind this number">The number is zero.</Empty>
        ) : (
          <table className="tb">
            <caption className="vh">Accounts behind the number</caption>
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col" className="max-phone:hidden">
                  Segment then
                </th>
                <th scope="col" className="rt">
                  Before
                </th>
                <th scope="col" className="rt">
                  When they {words.hit}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="med">
                    <Go to={`accounts/${row.id}`}>{row.name}</Go>
                  </td>
                  <td className="max-phone:hidden">{row.segment ?? 'none'}</td>
                  <td className="rt num">
                    {theme && first && row.times > 0 ? (
                      <Door
                        to={pathTo(`themes/${theme}`, {
                          account: row.id,
                          from: first.from,
                          to: addDays(first.at, -1),
                        })}
                      >
                        {count(row.times)}
                      </Door>
                    ) : (
                      count(row.times)
                    )}
                  </td>
                  <td className="rt num">{row.hitOn ? dateOn(row.hitOn, 0) : 'no'}</td>
                </tr>
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
    </>
  )
}
