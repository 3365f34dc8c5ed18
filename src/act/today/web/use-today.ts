import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getToday } from '#act/today/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** What needs me now, or the whole team. */
export function useToday(team: boolean) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['today', slug, team],
    queryFn: () => call(getToday, team ? { team: 'true' } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}

/** Asks the day and the lists again. */
export function useTodayRefresh() {
  const slug = useSlug()
  const queries = useQueryClient()
  return async () => {
    await Promise.all(
      ['today', 'cases', 'case-counts', 'team', 'waiting'].map((key) =>
        queries.invalidateQueries({ queryKey: [key, slug] }),
      ),
    )
  }
}
