import { type Case, type CaseStep, tickChecklist } from '#act/cases/contract.ts'
import { useCaseFacts } from '#act/cases/web/case-acts.tsx'
import { useCaseChange } from '#act/cases/web/use-cases.ts'
import { SnoozePicker } from '#act/snoozes/web/snooze-picker.tsx'
import { call } from '#platform/web/api.ts'
import { Picker } from '#platform/web/combobox.tsx'
import { useSession } from '#platform/web/session.tsx'

/** What is being chosen on a case: its lead, who does the step, until when the step is out of sight. */
export type Picking = 'lead' | 'step' | 'snooze'

/** The lists of a case that open by key or menu. */
export function CasePickers({
  one,
  step,
  picking,
  onClose,
}: {
  one: Case
  step: CaseStep | undefined
  picking: Picking | undefined
  onClose(): void
}) {
  const { members, member } = useSession()
  const change = useCaseChange(one.id)
  const facts = useCaseFacts(one)
  const people = members.map((each) => ({
    value: each.id,
    label: each.id === member.id ? `${each.name} (you)` : each.name,
    hint: each.role,
  }))
  if (!picking) return null
  const frame = { anchor: document.querySelector('.top'), open: true, onOpenChange: onClose, options: people }
  if (picking === 'lead')
    return (
      <Picker
        {...frame}
        label="Who leads it"
        value={one.lead ? [one.lead.id] : []}
        onPick={(id) => facts.lead(id)}
      />
    )
  if (!step) return null
  if (picking === 'snooze') return <SnoozePicker step={step} open onOpenChange={onClose} />
  return (
    <Picker
      {...frame}
      label={`Who does “${step.title}”`}
      value={step.assignee ? [step.assignee.id] : []}
      onPick={(assigneeId) =>
        change.mutate({
          run: () => call(tickChecklist, { caseId: one.id, stepId: step.id, assigneeId }),
          failed: 'The step stays where it was',
        })
      }
    />
  )
}
