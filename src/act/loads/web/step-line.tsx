import type { TeamStep } from '#act/loads/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { Clock } from '#platform/web/clock.tsx'
import { type Option, Picker } from '#platform/web/combobox.tsx'
import { money } from '#platform/web/format.ts'
import { Avatar } from '#platform/web/marks.tsx'

/** What a dragged step is known by. */
export const dragType = 'text/x-hearback-step'

/**
 * One open step of the team: whose, about whom, what is at stake, by when. Where it may be given on, it can be dragged
 * onto a person, and its own menu does the same with touch and keyboard.
 */
export function TeamStepLine({
  step,
  people = [],
  onGive,
}: {
  step: TeamStep
  people?: readonly Option[]
  onGive?: ((memberId: string) => void) | undefined
}) {
  const about = [
    step.account?.name,
    step.account?.mrrCents != null && `${money(step.account.mrrCents, step.account.currency)} MRR`,
    step.assignee?.name ?? 'nobody has it',
    step.rule,
  ]
  return (
    // dragging is a shortcut: the key and the menu at the end do the same
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className="flex min-w-0 flex-1 items-center gap-3"
      draggable={onGive !== undefined}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, step.id)
        event.dataTransfer.effectAllowed = 'move'
      }}
    >
      <span className="lead">
        <Avatar name={step.assignee?.name} />
      </span>
      <div className="grow min-w-0">
        <div className="l1">
          <span className="t med cut">{[step.title, step.contact].filter(Boolean).join(': ')}</span>
          {step.isEscalated && <span className="tag">Escalated</span>}
        </div>
        <div className="l2">
          <span className="cut">{about.filter(Boolean).join(' · ')}</span>
        </div>
      </div>
      <div className="end">
        {step.latestAt ? (
          <Clock due={step.latestAt} start={step.countedFromAt ?? undefined} rule={step.rule} />
        ) : (
          <span className="muted xs">{step.noClock ? 'no clock' : ''}</span>
        )}
      </div>
      {onGive && (
        <Picker
          label="Give to"
          options={people.filter((one) => one.value !== step.assignee?.id)}
          onPick={onGive}
          trigger={
            <Button kind="ghost" size="sm" icon="person" aria-label={`Give ${step.title} to somebody`} />
          }
        />
      )}
    </div>
  )
}
