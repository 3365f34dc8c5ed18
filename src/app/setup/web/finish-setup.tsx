import { setupSteps } from '#app/setup/rules.ts'
import { useChangeProgress, useSetupProgress } from '#app/setup/web/use-progress.ts'
import { Button } from '#platform/web/button.tsx'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'

/** The way back into the first run, until it is done or sent away. */
export function FinishSetup() {
  const progress = useSetupProgress()
  const change = useChangeProgress()
  if (!progress.data || progress.data.isOver) return null
  const left = setupSteps.length - progress.data.done.length
  return (
    <div className="unfinished">
      <Go to="setup" className="it" title="Finish setting up">
        <Icon name="flag" />
        <span className="lbl cut">Finish setting up</span>
        <span className="c" title={`${left} of ${setupSteps.length} steps left`}>
          {left}
          <span className="vh"> steps left</span>
        </span>
      </Go>
      <Button
        kind="ghost"
        size="sm"
        icon="close"
        className="lbl"
        aria-label="Do not show the set-up again"
        busy={change.isPending}
        onClick={() => change.mutate({ isOver: true })}
      />
    </div>
  )
}
