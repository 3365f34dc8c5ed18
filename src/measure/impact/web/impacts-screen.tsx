import { listImpacts } from '#measure/impact/contract.ts'
import { verdicts, verdictWords } from '#measure/impact/rules.ts'
import { nextLook } from '#measure/impact/web/next-look.ts'
import { call } from '#platform/web/api.ts'
import { date } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** What shipped and whether it worked, the latest first. */
export default function ImpactsScreen() {
  const slug = useSlug()
  const [search] = useAddress()
  const verdict = verdicts.find((one) => one === search.verdict)
  const filter = { ...(verdict && { verdict }) }
  const query = usePages(['impacts', filter], (from, options) =>
    call(listImpacts, { ...filter, limit: 50, ...from }, options),
  )
  const { rows } = query
  return (
    <>
      <TopBar title="Did it work?">
        <a
          className="btn sm ghost"
          href={`/w/${slug}/api/v1/impacts/export?${new URLSearchParams(verdict ? { verdict } : undefined)}`}
          download
        >
          CSV
        </a>
      </TopBar>
      <Toolbar>
        <Tabs
          label="Verdict"
          current={verdict ?? ''}
          tabs={[
            { key: '', label: 'All', to: 'impacts' },
            ...verdicts.map((key) => ({
              key,
              label: verdictWords[key],
              to: 'impacts',
              search: { verdict: key },
            })),
          ]}
        />
      </Toolbar>
      <Content>
        {query.error ? (
          <Failed
            error={query.error}
            title="The list could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : query.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title={verdict ? 'Nothing with this verdict' : 'Nothing has shipped yet'}>
            A release or request is looked at 30, 60 and 90 days after it shipped.
          </Empty>
        ) : (
          <ul aria-label="What shipped">
            {rows.map((row) => (
              <li key={row.id} className="border-b border-line px-5 py-3">
                <div className="row flex-wrap">
                  <Go
                    to={row.releaseId ? `releases/${row.releaseId}` : `requests/${row.requestId}`}
                    className="med"
                  >
                    {row.name}
                  </Go>
                  <span className="muted xs">{row.releaseId ? 'release' : 'request'}</span>
                  <span className="grow" />
                  <span className="muted xs num">shipped {date(row.shippedAt)}</span>
                </div>
                <p className="mt-1">
                  <strong>{verdictWords[row.verdict]}</strong>
                  {row.days !== null && <span className="muted"> after {row.days} days</span>}
                  {row.nextLookOn && <span className="muted">, {nextLook(row.nextLookOn)}</span>}
                  {row.isBack && <span className="muted">, taken back since</span>}
                  {row.action && (
                    <>
                      {', '}
                      <Go to={`actions/${row.action.id}`} className="link">
                        CAPA {row.action.number}
                      </Go>
                    </>
                  )}
                </p>
                {row.measures
                  .filter(({ difference }) => difference)
                  .map((one) => (
                    <p key={one.key} className="help mt-1 max-w-[80ch]">
                      {one.text}
                    </p>
                  ))}
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
