import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Absence, listAbsences } from '#act/absences/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** Who is away or will be. */
export function useAbsences() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['absences', slug],
    queryFn: () => call(listAbsences, {}),
    refetchInterval: 300_000,
    staleTime: 30_000,
  })
}

/** For a member's id: the absence they are in now. */
export function useAway(): (memberId: string | undefined) => Absence | undefined {
  const { data } = useAbsences()
  return (memberId) => data?.data.find((one) => one.isRunning && one.member.id === memberId)
}

/** Asks everything again that an absence changes: who is away, and whose steps are whose. */
export function useAbsenceRefresh() {
  const slug = useSlug()
  const queries = useQueryClient()
  return async () => {
    await Promise.all(
      ['absences', 'case', 'cases', 'today', 'team', 'waiting'].map((key) =>
        queries.invalidateQueries({ queryKey: [key, slug] }),
      ),
    )
  }
}
