import { ImpactSection } from '#measure/impact/web/impact-section.tsx'

/** At the end of a release that shipped: whether it worked. */
export default function ReleaseImpact({ releaseId }: { releaseId: string }) {
  return <ImpactSection about={{ releaseId }} />
}
