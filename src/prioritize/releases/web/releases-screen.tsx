import '#prioritize/requests/web/requests.css'
import { useState } from 'react'
import { Button } from '#platform/web/button.tsx'
import { dateOn, plural, shortDate } from '#platform/web/format.ts'
import { Go, useAddress, useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useRows } from '#platform/web/rows.ts'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import type { ReleaseRow } from '#prioritize/releases/contract.ts'
import type { ReleaseState } from '#prioritize/releases/rules.ts'
import { ReleaseForm } from '#prioritize/releases/web/release-form.tsx'
import { useReleases } from '#prioritize/releases/web/use-releases.ts'

const views: Record<ReleaseState, { label: string; none: string }> = {
  coming: {
    label: 'Coming',
    none: 'A release says what ships together and when. Make one, and put the requests into it that come with it.',
  },
  shipped: { label: 'Shipped', none: 'What has shipped stands here, the latest first.' },
}

/** What shipped and when, and what comes. */
export default function ReleasesScreen() {
  const [address] = useAddress()
  const go = useGo()
  const canManage = useCan('requests:manage')
  const view: ReleaseState = address.view === 'shipped' ? 'shipped' : 'coming'
  const query = useReleases(view)
  const [isMaking, setMaking] = useState(false)
  useKeys(canManage ? { n: { run: () => setMaking(true), label: 'New release', group: 'Releases' } } : {}, {
    enabled: !isMaking,
  })
  return (
    <>
      <TopBar
        title="Releases"
        tabs={
          <Tabs
            label="Views"
            current={view}
            tabs={(['coming', 'shipped'] as const).map((key) => ({
              key,
              label: views[key].label,
              to: 'releases',
              search: { view: key === 'coming' ? undefined : key },
            }))}
          />
        }
      >
        {canManage && (
          <Button kind="primary" icon="plus" keys="n" onClick={() => setMaking(true)}>
            Release
          </Button>
        )}
      </TopBar>
      <Content>
        {query.isPending ? (
          <LoadingRows label="Loading releases" />
        ) : query.isError && query.rows.length === 0 ? (
          <Failed
            error={query.error}
            title="The releases could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : query.rows.length === 0 ? (
          <Empty title="No release is here">{views[view].none}</Empty>
        ) : (
          <>
            <ReleasesTable
              rows={query.rows}
              label={views[view].label}
              onEnd={() => void query.fetchNextPage()}
            />
            <Pager
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'move'],
          [['↵'], 'open'],
          [['n'], 'new release'],
          [['?'], 'all keys'],
        ]}
      />
      {isMaking && <ReleaseForm onClose={() => setMaking(false)} onMade={({ id }) => go(`releases/${id}`)} />}
    </>
  )
}

function ReleasesTable({
  rows,
  label,
  onEnd,
}: {
  rows: readonly ReleaseRow[]
  label: string
  onEnd(): void
}) {
  const go = useGo()
  const { box, rowProps } = useRows(rows, {
    one: 'release',
    group: 'Releases',
    onOpen: (row) => go(`releases/${row.id}`),
    onEnd,
  })
  return (
    <table className="tb full">
      <caption className="vh">{label}</caption>
      <thead>
        <tr>
          <th scope="col">Release</th>
          <th scope="col" className="w-40 max-phone:w-32">
            When
          </th>
          <th scope="col" className="w-28 max-phone:hidden">
            Requests
          </th>
          <th scope="col" className="w-40 max-rail:hidden">
            Product area
          </th>
        </tr>
      </thead>
      <tbody ref={box}>
        {rows.map((row, i) => (
          <tr key={row.id} {...rowProps(row, i)}>
            <td className="min-w-0">
              <Go to={`releases/${row.id}`} className="med cut block">
                {row.name}
              </Go>
              <span className="help cut block">{row.titles.join(', ') || 'No requests yet'}</span>
            </td>
            <td className="num">
              {row.shippedAt ? shortDate(row.shippedAt) : row.plannedOn ? dateOn(row.plannedOn) : 'no date'}
            </td>
            <td className="num max-phone:hidden">{plural(row.requests, 'request')}</td>
            <td className="max-rail:hidden">{row.area?.name ?? <span className="muted">none</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
