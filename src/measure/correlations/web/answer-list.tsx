import type { ReactNode } from 'react'
import type { Page } from '#platform/endpoint.ts'
import { dateTime } from '#platform/web/format.ts'
import { NpsMark, Verbatim } from '#platform/web/marks.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import type { usePages } from '#platform/web/use-pages.ts'

interface Answer {
  id: string
  score: number
  submittedAt: string
}

interface Props<T extends Answer> {
  query: ReturnType<typeof usePages<Page<T>>>
  label: string
  /** why there may be none */
  none: string
  words(row: T): string | null
  /** who gave it, with the way there */
  who(row: T): ReactNode
}

/** The NPS answers behind a number, in the customers' words. */
export function AnswerList<T extends Answer>({ query, label, none, words, who }: Props<T>) {
  const { rows } = query
  return (
    <>
      {query.error ? (
        <Failed
          error={query.error}
          title="The answers could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <LoadingRows />
      ) : rows.length === 0 ? (
        <Empty title="No answers behind this number">{none}</Empty>
      ) : (
        <ul aria-label={label}>
          {rows.map((row) => {
            const text = words(row)
            return (
              <li key={row.id} className="border-b border-line px-5 py-3">
                <div className="row flex-wrap">
                  <NpsMark score={row.score} />
                  {who(row)}
                  <span className="grow" />
                  <span className="muted xs num">{dateTime(row.submittedAt)}</span>
                </div>
                {text && (
                  <div className="mt-1">
                    <Verbatim text={text} />
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}
