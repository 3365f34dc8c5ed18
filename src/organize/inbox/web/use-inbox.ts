import { useQuery } from '@tanstack/react-query'
import { listChannels } from '#collect/feedback/contract.ts'
import { getFeedback, getSections, listFeedback, listViews } from '#organize/inbox/contract.ts'
import type { FilterText, Sort } from '#organize/inbox/rules.ts'
import { getCategories } from '#organize/tags/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The rows of a filter, page by page. */
export function useRows(filter: FilterText, sort: Sort, enabled: boolean) {
  const query = usePages(
    ['feedback', filter, sort],
    (from, options) => call(listFeedback, { ...filter, sort, limit: 50, ...from }, options),
    { enabled },
  )
  return { ...query, info: query.data?.pages[0]?.search ?? undefined }
}

/** The views with their counts. */
export function useViews() {
  const slug = useSlug()
  return useQuery({ queryKey: ['views', slug], queryFn: () => call(listViews, {}), refetchInterval: 60_000 })
}

/** How many are late, due today, new, and when the day ends. */
export function useSections() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['sections', slug],
    queryFn: () => call(getSections, {}),
    refetchInterval: 60_000,
  })
}

/** Types, priorities, areas, tags. */
export function useCategories() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['categories', slug],
    queryFn: () => call(getCategories, {}),
    staleTime: 300_000,
  })
}

export function useChannels() {
  const slug = useSlug()
  return useQuery({ queryKey: ['channels', slug], queryFn: () => call(listChannels, {}), staleTime: 300_000 })
}

/** Where an item holds what is searched for. */
export function useMarks(feedbackId: string, q: string | undefined) {
  const slug = useSlug()
  const found = useQuery({
    queryKey: ['marks', slug, feedbackId, q],
    queryFn: async () => (await call(getFeedback, { feedbackId, q })).marks,
    enabled: !!q,
    // places of one text say nothing of another
    placeholderData: (before, query) => (query?.queryKey[2] === feedbackId ? before : undefined),
  })
  return q ? (found.data ?? undefined) : undefined
}

/** One item whole. */
export function useItem(feedbackId: string | undefined) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['item', slug, feedbackId],
    queryFn: () => call(getFeedback, { feedbackId: feedbackId! }),
    enabled: !!feedbackId,
  })
}
