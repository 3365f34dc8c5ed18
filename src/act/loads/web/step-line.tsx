import type { TeamStep } from '#act/loads/contract.ts'
import { Clock } from '#platform/web/clock.tsx'
import { money } from '#platform/web/format.ts'
import { Avatar } from '#platform/web/marks.tsx'

/** What a dragged step is known by. */
export const dragType = 'text/x-hearback-step'

/** One open step of the team: whose, about whom, what is at stake, by when. It can be dragged onto a person. */
export function TeamStepLine({ step, isDraggable }: { step: TeamStep; isDraggable?: boolean }) {
  const about = [
    step.account?.name,
    step.account?.mrrCents != null && `${money(step.account.mrrCents, step.account.currency)} MRR`,
    step.assignee?.name ?? 'nobody has it',
    step.rule,
  ]
  return (
    // dragging is a shortcut: the key and the button above do the same
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className="flex min-w-0 flex-1 items-center gap-3"
      draggable={isDraggable}
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
    </div>
  )
}
