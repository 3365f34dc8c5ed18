import { tenths } from '#collect/surveys/results/scores.ts'
import { listImpactAccounts } from '#measure/impact/contract.ts'
import { measureKeys, measureWords } from '#measure/impact/rules.ts'
import { call } from '#platform/web/api.ts'
import { count, plural } from '#platform/web/format.ts'
import { Go, useAddress, useParam } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const sides = ['askers', 'others'] as const

/** The accounts behind the numbers of an impact, each before and after it shipped. */
export default function ImpactAccountsScreen() {
  const impactId = useParam('impactId')
  const [search] = useAddress()
  const measure = measureKeys.find((one) => one === search.measure) ?? 'mentions'
  const side = sides.find((one) => one === search.side)
  const filter = { impactId, measure, ...(side && { side }) }
  const query = usePages(['impact-accounts', filter], (from, options) =>
    call(listImpactAccounts, { ...filter, limit: 50, ...from }, options),
  )
  const first = query.data?.pages[0]
  const { name, unit } = measureWords[measure]
  const to = (one: (typeof sides)[number] | undefined) => ({ measure, ...(one && { side: one }) })
  return (
    <>
      <TopBar
        title={`${name} of each account`}
        crumbs={[{ label: 'Did it work?', to: 'impacts' }]}
        note={first && `${first.name}: ${plural(first.total, 'account')}`}
      />
      <div className="border-b border-line px-3 py-1">
        <Tabs
          label="Accounts"
          current={side ?? 'all'}
          tabs={[
            { key: 'all', label: 'All', to: `impacts/${impactId}`, search: to(undefined) },
            { key: 'askers', label: 'Asked', to: `impacts/${impactId}`, search: to('askers') },
            { key: 'others', label: 'Comparable', to: `impacts/${impactId}`, search: to('others') },
          ]}
        />
      </div>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The accounts could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : query.rows.length === 0 ? (
          <Empty title="No account behind this number">
            Nothing is known of any account on both sides yet.
          </Empty>
        ) : (
          <table className="tb">
            <caption className="vh">{`Accounts, ${name.toLowerCase()} before and after`}</caption>
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col" className="max-phone:hidden">
                  Segment
                </th>
                <th scope="col" className="rt max-phone:hidden">
                  Asked
                </th>
                <th scope="col" className="rt">
                  Before
                </th>
                <th scope="col" className="rt">
                  After
                </th>
              </tr>
            </thead>
            <tbody>
              {query.rows.map((row) => (
                <tr key={row.id}>
                  <td className="med">
                    <Go to={`accounts/${row.id}`}>{row.name}</Go>
                  </td>
                  <td className="max-phone:hidden">{row.segment ?? 'none'}</td>
                  <td className="rt num max-phone:hidden">
                    {row.askedBefore === null ? 'no' : `${count(row.askedBefore)} days before`}
                  </td>
                  <td className="rt num">{tenths(row.before)}</td>
                  <td className="rt num">
                    {tenths(row.after)} <span className="muted xs">{unit}</span>
                  </td>
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
