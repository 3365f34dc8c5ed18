import { type ReactNode, useState } from 'react'
import { List } from '#platform/web/list.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import type { usePages } from '#platform/web/use-pages.ts'

type Query<T> = Pick<
  ReturnType<typeof usePages>,
  'isPending' | 'isError' | 'error' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
> & { rows: readonly T[] }

interface PagedListProps<T extends { id: string }> {
  label: string
  /** What is listed, as in “Loading cases”. */
  noun: string
  query: Query<T>
  /** Shown when there is none. */
  empty: ReactNode
  onOpen(id: string): void
  nameOf(row: T): string
  render(row: T): ReactNode
}

/** The rows of `usePages`: loading, failed, none, or what shows them, with a press for more. */
export function Paged({
  noun,
  query,
  empty,
  children,
}: Pick<PagedListProps<{ id: string }>, 'noun' | 'empty'> & { query: Query<unknown>; children: ReactNode }) {
  if (query.isPending) return <LoadingRows label={`Loading ${noun}`} />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed
        error={query.error}
        title={`The ${noun} could not be loaded`}
        onRetry={() => void query.refetch()}
      />
    )
  if (query.rows.length === 0) return empty
  return (
    <>
      {children}
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

/** The rows of `usePages` as a list that goes on by keys, by scrolling and by a press. */
export function PagedList<T extends { id: string }>({
  label,
  noun,
  query,
  empty,
  onOpen,
  nameOf,
  render,
}: PagedListProps<T>) {
  const [current, setCurrent] = useState<string>()
  return (
    <Paged noun={noun} query={query} empty={empty}>
      <List
        label={label}
        items={query.rows}
        current={current}
        onCurrent={setCurrent}
        onOpen={onOpen}
        nameOf={nameOf}
        onEnd={() => query.hasNextPage && void query.fetchNextPage()}
        render={render}
      />
    </Paged>
  )
}
