import type { StepProps } from '#app/setup/web/setup-screen.tsx'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { InviteColleague } from '#app/web/settings/join-links.tsx'
import { RoleList } from '#app/web/settings/roles.tsx'

/** Join links by role. */
export function PeopleStep({ onBack, onSkip, onDone }: StepProps) {
  return (
    <>
      <div>
        <InviteColleague />
        <h2 className="sec">What each may do</h2>
        <RoleList />
      </div>
      <StepFoot onBack={onBack} onSkip={onSkip} onNext={onDone} />
    </>
  )
}
