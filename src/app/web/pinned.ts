import { useQuery } from '@tanstack/react-query'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import type { Pinned } from '#platform/web/nav.ts'

/** Views of the inbox that were pinned to the sidebar, with their counts. */
export function usePinned(): readonly Pinned[] {
  const slug = useSlug()
  const views = useQuery({
    queryKey: ['views', slug],
    queryFn: async () => call((await import('#organize/inbox/contract.ts')).listViews, {}),
    staleTime: 30_000,
    retry: false,
  })
  return (views.data?.data ?? [])
    .filter((view) => view.isPinned)
    .map((view) => ({ label: view.name, to: 'inbox', search: { view: view.id }, count: view.count?.count }))
}
