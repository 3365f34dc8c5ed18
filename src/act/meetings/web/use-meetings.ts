import { useQuery } from '@tanstack/react-query'
import { listMeetings } from '#act/meetings/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** The meetings of a case, also those that were held or called off, in the order of their time. */
export function useMeetings(caseId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['meetings', slug, caseId],
    queryFn: () => call(listMeetings, { case: caseId }),
    refetchInterval: 30_000,
  })
}

/** Meetings of the next days that I, or anybody, is invited to. */
export function useMeetingsAhead(who: 'me' | 'all') {
  const slug = useSlug()
  return useQuery({
    queryKey: ['meetings', slug, who],
    queryFn: () => call(listMeetings, { who, days: 7 }),
    refetchInterval: 60_000,
  })
}
