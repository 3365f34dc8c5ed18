import { useQuery } from '@tanstack/react-query'
import { listEffects } from '#measure/impact/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Effects } from '#prioritize/reviews/web/effects.tsx'

/** In a review of trends: what past actions did, and whether what shipped worked, as it is now. */
export default function ReviewEffects() {
  const slug = useSlug()
  const canRead = useCan('cases:read')
  const { data } = useQuery({
    queryKey: ['effects', slug],
    queryFn: () => call(listEffects, {}),
    enabled: canRead,
  })
  return data ? <Effects effects={data.data} /> : null
}
