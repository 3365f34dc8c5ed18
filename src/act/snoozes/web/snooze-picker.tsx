import { choicesUntil, useSnooze } from '#act/snoozes/web/use-snoozes.ts'
import { Picker } from '#platform/web/combobox.tsx'
import { dateTime } from '#platform/web/format.ts'

/** Until when a step is out of sight on my day: never past its due time. */
export function SnoozePicker({
  step,
  open,
  onOpenChange,
}: {
  step: { id: string; latestAt: string | null }
  open: boolean
  onOpenChange(open: boolean): void
}) {
  const { put } = useSnooze()
  const choices = open ? choicesUntil(step.latestAt) : []
  return (
    <Picker
      anchor={document.querySelector('.top')}
      open={open}
      onOpenChange={onOpenChange}
      label="Out of sight until; its clock goes on"
      options={choices.map((one) => ({ value: one.value, label: one.label, hint: dateTime(one.until) }))}
      empty={
        step.latestAt && Date.parse(step.latestAt) < Date.now()
          ? 'It is late: it stays in sight until it is done.'
          : 'It is due too soon to put off.'
      }
      onPick={(value) => {
        const choice = choices.find((one) => one.value === value)
        if (choice) put.mutate({ stepId: step.id, until: choice.until.toISOString() })
      }}
    />
  )
}
