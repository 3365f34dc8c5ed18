import { useQuery } from '@tanstack/react-query'
import { countLoops, getClosure, listLoops } from '#close/ledger/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { usePages } from '#platform/web/use-pages.ts'

export type LoopFilter = Omit<Call<typeof listLoops>, 'limit' | 'cursor'>

/** Loops of a filter, page by page. */
export const useLoops = (filter: LoopFilter) =>
  usePages(
    ['loops', filter],
    (from, options) => call(listLoops, { ...filter, limit: 30, ...from }, options),
    { refetchInterval: 60_000 },
  )

/** How many loops of a filter are open, by the link that is missing. */
export function useLoopCounts({ state: _, missing: __, sort: ___, ...filter }: LoopFilter) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['loop-counts', slug, filter],
    queryFn: () => call(countLoops, filter),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  })
}

/** The closure rates of a time. */
export function useClosure(time: Call<typeof getClosure>) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['closure', slug, time],
    queryFn: () => call(getClosure, time),
    placeholderData: (before) => before,
  })
}
