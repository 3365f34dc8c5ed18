import { ImpactSection } from '#measure/impact/web/impact-section.tsx'

/** At the end of a request that shipped: whether it worked. */
export default function RequestImpact({ requestId }: { requestId: string }) {
  return <ImpactSection about={{ requestId }} />
}
