import { useQuery } from '@tanstack/react-query'
import { getCase } from '#act/cases/contract.ts'
import { call } from '#platform/web/api.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** The case that follows from an answer. */
export default function FollowCase({ caseId }: Slots['question.case']) {
  const slug = useSlug()
  const found = useQuery({
    queryKey: ['case', slug, caseId],
    queryFn: ({ signal }) => call(getCase, { caseId }, { signal }),
    enabled: useCan('cases:read'),
  })
  return (
    <Go to={`cases/${caseId}`} className="n">
      {found.data?.title ?? 'A case'}
    </Go>
  )
}
