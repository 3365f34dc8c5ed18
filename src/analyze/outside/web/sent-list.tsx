import { useInfiniteQuery } from '@tanstack/react-query'
import { listOutsideCalls, type OutsideCall } from '#analyze/outside/contract.ts'
import { cost } from '#analyze/outside/web/cost.ts'
import { call } from '#platform/web/api.ts'
import { count, languageName, plural, said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'

const purposes = {
  theme_name: 'Name of a theme',
  theme_summary: 'Summary of a theme',
  translation: 'Translation',
  trial: 'Trial',
}
const states = { queued: 'waits', running: 'under way', done: 'answered', failed: 'failed' }

/** What left this server for an outside model. */
export function SentList() {
  const slug = useSlug()
  const list = useInfiniteQuery({
    queryKey: ['outside-calls', slug],
    queryFn: ({ pageParam }) => call(listOutsideCalls, { cursor: pageParam, limit: 10 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  if (list.error)
    return (
      <Failed
        error={list.error}
        title="What was sent could not be read"
        onRetry={() => void list.refetch()}
      />
    )
  if (!list.data) return <LoadingRows rows={3} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <p className="help">Nothing in 90 days.</p>
  return (
    <div>
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
      <Pager
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  )
}

function Row({ row }: { row: OutsideCall }) {
  const paid = cost(row.costMicros, row.currency)
  return (
    <details className="border-b border-line py-1.5">
      <summary className="cursor-pointer">
        <span className="med">{purposes[row.purpose]}</span>{' '}
        <span className={row.state === 'failed' ? 'xs text-sla-late' : 'xs muted'}>{states[row.state]}</span>{' '}
        <span className="xs muted num">
          {said(row.createdAt)}, {row.isEstimate ? `at most ${paid}` : paid}
        </span>
      </summary>
      <div className="grid gap-2 py-2 wrap-anywhere">
        {row.failure && <p className="text-sla-late">{row.failure}</p>}
        <p className="help">{factsOf(row)}</p>
        {row.themeId && (
          <Go to={`themes/${row.themeId}`} className="link justify-self-start">
            The theme
          </Go>
        )}
        {row.feedbackId && (
          <Go to={`inbox/${row.feedbackId}`} className="link justify-self-start">
            The item
          </Go>
        )}
        {row.sent === null ? (
          <p className="help">An item it quotes was erased, and these words with it.</p>
        ) : (
          <pre
            className="max-h-80 overflow-auto whitespace-pre-wrap rounded-2 border border-line bg-sunken p-3 text-xs"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
          >
            {row.sent}
          </pre>
        )}
      </div>
    </details>
  )
}

function factsOf(row: OutsideCall): string {
  const taken = Object.entries(row.removed).map(([mark, n]) => `${count(n)} [${mark}]`)
  return [
    `${row.model} at ${row.host}`,
    row.language && `into ${languageName(row.language)}`,
    row.quotes > 0 && `${plural(row.quotes, 'item')} quoted`,
    taken.length > 0 ? `taken out: ${taken.join(', ')}` : row.purpose !== 'trial' && 'nothing personal found',
    row.tokensIn !== null && `${count(row.tokensIn)} tokens in, ${count(row.tokensOut ?? 0)} out`,
    row.seconds !== null && `${row.seconds.toFixed(1)} s`,
    row.attempts > 1 && `tried ${row.attempts} times`,
  ]
    .filter(Boolean)
    .join(' · ')
}
