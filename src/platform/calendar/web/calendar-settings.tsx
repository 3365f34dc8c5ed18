import type { Calendar } from '#platform/calendar/contract.ts'
import { ClosedDays } from '#platform/calendar/web/closed-days.tsx'
import { HolidayFields, ZoneField } from '#platform/calendar/web/place-fields.tsx'
import { useCalendar, useCalendarForm } from '#platform/calendar/web/use-calendar.ts'
import { WorkingHours } from '#platform/calendar/web/working-hours.tsx'
import { Button } from '#platform/web/button.tsx'
import { dateOn } from '#platform/web/format.ts'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** When the office is open: what business hours and business days of playbooks mean. */
export default function CalendarSettings() {
  const query = useCalendar()
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="The calendar could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <LoadingBlock height={400} label="Loading the calendar" />
  return <Form start={query.data} />
}

function Form({ start }: { start: Calendar }) {
  const canWrite = useCan('settings:write')
  const { setting, nextClosed, change, save, wrong } = useCalendarForm(start, () =>
    toast({ message: 'Kept. Due times already given stay as they are.' }),
  )
  const fields = { given: setting, onChange: change, wrong }
  return (
    <fieldset disabled={!canWrite} className="min-w-0">
      <Setting title="Time zone" text="Due times are reckoned and shown in it.">
        <ZoneField {...fields} />
      </Setting>
      <Setting title="Hours" text="An empty line is a closed day. A business day ends at its last hour.">
        <WorkingHours value={setting.hours} onChange={(hours) => change({ hours })} wrong={wrong} />
      </Setting>
      <Setting title="Holidays" text="Public holidays of a country, and days of your own.">
        <HolidayFields {...fields} />
        <ClosedDays closed={setting.closed} onChange={(closed) => change({ closed })} />
        {nextClosed.length > 0 && (
          <p className="help">
            Closed next:{' '}
            {nextClosed
              .slice(0, 4)
              .map((day) => `${dateOn(day.on)} (${day.name})`)
              .join(', ')}
            .
          </p>
        )}
      </Setting>
      {save.isError && (
        <p className="err px-5 text-sla-late" role="alert">
          {save.error.message}
        </p>
      )}
      {canWrite && (
        <div className="row py-4">
          <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Keep these hours
          </Button>
        </div>
      )}
    </fieldset>
  )
}
