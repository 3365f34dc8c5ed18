import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '#platform/endpoint.ts'
import { useSlug } from '#platform/web/go.tsx'

/**
 * A list of this workspace, page by page; `rows` are those of all pages read so far. While another filter is read, the
 * former rows stay. `load` gets what to add to a call: the cursor of the next page, nothing for the first.
 */
export function usePages<P extends Page<unknown>>(
  [name, ...rest]: readonly [string, ...unknown[]],
  load: (from: { cursor?: string }, options: { signal: AbortSignal }) => Promise<P>,
  options: { refetchInterval?: number; enabled?: boolean } = {},
) {
  const slug = useSlug()
  const query = useInfiniteQuery<P, Error, InfiniteData<P>, readonly unknown[], string>({
    queryKey: [name, slug, ...rest],
    queryFn: ({ pageParam, signal }) => load(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    ...options,
  })
  const rows = useMemo(
    () => (query.data?.pages.flatMap((page) => page.data) ?? []) as P['data'],
    [query.data],
  )
  return { ...query, rows }
}
