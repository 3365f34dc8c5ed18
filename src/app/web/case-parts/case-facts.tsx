import type { Case } from '#act/cases/contract.ts'
import { CaseAbout } from '#act/cases/web/case-about.tsx'
import { Touchpoints } from '#act/cases/web/case-rail.tsx'
import { CaseActions } from '#act/corrective-actions/web/case-actions.tsx'
import { CaseMoments } from '#act/moments/web/case-moments.tsx'
import { CaseWatchers } from '#act/watchers/web/watchers.tsx'

/** What is known of a case beside its steps. */
export function CaseFacts({ one, canWrite }: { one: Case; canWrite: boolean }) {
  const mayChange = canWrite && one.status === 'open'
  return (
    <>
      <CaseAbout one={one} canWrite={mayChange} />
      <CaseMoments one={one} canWrite={mayChange} />
      <CaseActions one={one} />
      <CaseWatchers caseId={one.id} />
      <Touchpoints list={one.touchpoints} />
    </>
  )
}
