import type { FormEvent } from 'react'
import { DueExamples } from '#act/playbooks/web/due-examples.tsx'
import type { StepProps } from '#app/setup/web/setup-screen.tsx'
import { StepFoot } from '#app/setup/web/step-foot.tsx'
import { FormError } from '#app/web/outside/outside-page.tsx'
import type { Calendar } from '#platform/calendar/contract.ts'
import { HolidayFields, ZoneField } from '#platform/calendar/web/place-fields.tsx'
import { useCalendar, useCalendarForm } from '#platform/calendar/web/use-calendar.ts'
import { WorkingHours } from '#platform/calendar/web/working-hours.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

/** When the office is open, and what that makes of due times. */
export function HoursStep(props: StepProps) {
  const query = useCalendar()
  if (query.error)
    return (
      <Failed
        error={query.error}
        title="The calendar could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <LoadingBlock height={400} label="Loading the calendar" />
  return <Form start={query.data} {...props} />
}

function Form({ start, onBack, onSkip, onDone }: StepProps & { start: Calendar }) {
  const { setting, change, save, wrong } = useCalendarForm(start, onDone)
  const fields = { given: setting, onChange: change, wrong }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} aria-label="When you work">
      <div className="places">
        <ZoneField {...fields} />
        <HolidayFields {...fields} />
      </div>
      <fieldset>
        <legend className="mb-1.5 font-medium">Working hours</legend>
        <WorkingHours value={setting.hours} onChange={(hours) => change({ hours })} wrong={wrong} />
      </fieldset>
      <DueExamples calendar={setting} />
      {save.error && <FormError>{save.error.message}</FormError>}
      <StepFoot onBack={onBack} onSkip={onSkip} next="Save and go on" busy={save.isPending} />
    </form>
  )
}
